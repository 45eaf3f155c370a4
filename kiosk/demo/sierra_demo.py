"""The demo with the made-up Sierra, which has library cards with PINs. Each scan counts at once."""

from pathlib import Path

from kiosk.app.program import Program
from kiosk.demo.at_once_story import AtOnceStory
from kiosk.demo.library import key_file, lost_answers, morning, server_switches, with_cards
from kiosk.demo.scan_window import Scannable, Switch, ToScan
from kiosk.demo.story import Story, StoryStage
from kiosk.settings.model import Backend, ReturnSettings, Settings, SierraSettings
from kiosk.simulator.sierra import KEY, KEY_SECRET, PATRONS, SierraThread
from kiosk.simulator.sierra.catalogue import sierra_catalogue
from kiosk.simulator.sierra.control import SierraControl
from kiosk.structs import replace


class SierraDemo:
    """The made-up Sierra. kiosk.demo.library.DemoLibrary explains the methods."""

    def __init__(self, server: SierraThread) -> None:
        self._server = server

    @property
    def control(self) -> SierraControl:
        """Return the levers of the made-up Sierra."""
        return self._server.control

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with the address and the key of the server, and with a description of the library."""
        return replace(
            with_cards(plain),
            kiosk=replace(plain.kiosk, backend=Backend.SIERRA),
            sierra=SierraSettings(
                url=self._server.url,
                token_url=self._server.token_url,
                key_file=key_file(folder, "sierra-key", f"{KEY}:{KEY_SECRET}"),
            ),
            returns=ReturnSettings(in_transit="blue crate", hold_shelf="hold shelf"),
        )

    async def prepare(self, program: Program) -> None:
        """Do nothing, because a library card needs no link to open its account."""

    def to_scan(self) -> ToScan:
        """Return the library cards, the labels of the things, and the faults."""
        levers, things = self.control, sierra_catalogue().items.values()
        return ToScan(
            fob="library card",
            fobs=[
                Scannable(each.barcode, each.name, f"card {each.barcode}, PIN {each.pin}\n    {each.note}")
                for each in PATRONS
            ],
            labels={
                "thing": [
                    Scannable(each.barcode, each.bib.title.rstrip(" /.") or "(no title)", f"label {each.barcode}")
                    for each in things
                ]
            },
            faults={
                "": (
                    *server_switches(levers),
                    *lost_answers(levers, "borrow", "checkout"),
                    *lost_answers(levers, "return", "checkin")[:1],
                    Switch("the kiosk's key is refused once", lambda _: levers.expire_tokens(), once=True),
                    morning(levers),
                )
            },
        )

    def story(self, stage: StoryStage) -> Story:
        """Return a visit in which a scan counts at once and the answer to a borrow is lost."""
        return AtOnceStory(stage, self.control)
