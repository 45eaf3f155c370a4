"""The demo with the made-up Sierra, which has library cards with PINs. Each scan counts at once."""

from pathlib import Path

from kiosk.app.program import Program
from kiosk.demo.at_once_story import AtOnceStory
from kiosk.demo.library import ToScan, lost_answers, morning, server_switches
from kiosk.demo.scan_window import Scannable, Switch
from kiosk.demo.story import Story, StoryStage
from kiosk.settings.model import (
    FobRule,
    LibrarySettings,
    LoginSettings,
    ReturnSettings,
    Settings,
    SierraSettings,
)
from kiosk.settings.rules import DAYS
from kiosk.simulator.sierra import KEY, KEY_SECRET, PATRONS, SierraThread
from kiosk.simulator.sierra.catalogue import sierra_catalogue
from kiosk.structs import replace

CARDS = ("CMD:FINISH", "CMD:CANCEL", "CMD:HELP", "CMD:LANGUAGE:fr", "CMD:LANGUAGE:en")


class SierraDemo:
    """The made-up Sierra. kiosk.demo.library.DemoLibrary explains the methods."""

    def __init__(self, server: SierraThread) -> None:
        self._server = server

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with the address and the key of the server, and with a description of the library."""
        key_file = folder / "sierra-key"
        key_file.touch(0o600)
        key_file.write_text(f"{KEY}:{KEY_SECRET}\n", encoding="utf-8")
        return replace(
            plain,
            sierra=SierraSettings(url=self._server.url, token_url=self._server.token_url, key_file=key_file),
            library=_library(),
            login=LoginSettings(fob=FobRule.CARD),
            returns=ReturnSettings(in_transit="blue crate", hold_shelf="hold shelf"),
        )

    async def prepare(self, program: Program) -> None:
        """Do nothing, because a card opens its account without being linked."""

    def to_scan(self) -> ToScan:
        """Return the library cards, the labels of the things, the command cards and the faults."""
        levers, things = self._server.control, sierra_catalogue().items.values()
        return ToScan(
            fob="library card",
            fobs=[
                Scannable(each.barcode, each.name, f"card {each.barcode}, PIN {each.pin}\n    {each.note}")
                for each in PATRONS
            ],
            tools=[
                Scannable(each.barcode, each.bib.title.rstrip(" /.") or "(no title)", f"label {each.barcode}")
                for each in things
            ],
            cards=CARDS,
            faults=(
                *server_switches(levers),
                *lost_answers(levers, "borrow", "checkout"),
                *lost_answers(levers, "return", "checkin")[:1],
                Switch("the kiosk's key is refused once", lambda _: levers.expire_tokens(), once=True),
                morning(levers),
            ),
        )

    def story(self, stage: StoryStage) -> Story:
        """Return a visit in which a scan counts at once and the answer to a borrow is lost."""
        return AtOnceStory(stage, self._server.control)


def _library() -> LibrarySettings:
    """Return the description of the made-up library, because Sierra itself knows no name and no hours of a library."""
    return LibrarySettings(
        name="Millbrook Library of Things",
        phone="555 0100",
        email="desk@library.example",
        street="1 Mill Lane",
        city="Millbrook",
        hours=dict.fromkeys(DAYS[:6], "10:00-18:00"),
    )
