"""The demo with the made-up provider of eHUB. Members borrow a digital title when they scan the label on a poster."""

import json
from pathlib import Path

from kiosk.app.program import Program
from kiosk.demo.ehub_story import EhubStory, label_of
from kiosk.demo.library import key_file, lost_answers, morning, server_switches, with_cards
from kiosk.demo.scan_window import Scannable, Switch, ToScan
from kiosk.demo.story import Story, StoryStage
from kiosk.settings.model import Backend, Digital, EHubSettings, Settings
from kiosk.simulator.ehub import CONSUMER_ID, EHUB_PEOPLE, SECRET_KEY, SITE_ID, EhubThread
from kiosk.simulator.ehub.catalogue import ProviderTitle, ehub_catalogue
from kiosk.simulator.ehub.control import told_titles
from kiosk.simulator.sierra import PATRONS
from kiosk.structs import replace


class EhubDemo:
    """The made-up provider of eHUB. kiosk.demo.library.DigitalDemo explains the methods."""

    name = "eHUB"

    def __init__(self, server: EhubThread) -> None:
        self._server = server

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with the provider as the only system, and with a description of the library."""
        kiosk = replace(plain.kiosk, backend=Backend.EHUB)
        table = replace(self._table(folder), trusted_cards="23[0-9]{12}")
        return replace(with_cards(plain), kiosk=kiosk, ehub=table)

    def beside(self, others: Settings, folder: Path) -> Settings:
        """Return these settings with the provider beside the main system. The main system says who the member is."""
        kiosk = replace(others.kiosk, digital=(*others.kiosk.digital, Digital.EHUB))
        return replace(others, kiosk=kiosk, ehub=replace(self._table(folder), label="Millbrook e-library"))

    def _table(self, folder: Path) -> EHubSettings:
        catalogue = folder / "titles.toml"
        catalogue.write_text("\n".join(map(self._entry, told_titles(self._server.library_state))), encoding="utf-8")
        return EHubSettings(
            url=self._server.url,
            site_id=SITE_ID,
            consumer_id=CONSUMER_ID,
            key_file=key_file(folder, "ehub-key", SECRET_KEY),
            allow_delete=True,
            catalogue=catalogue,
        )

    def _entry(self, title: dict[str, object]) -> str:
        """Return the lines about this title for the catalogue file. The kiosk reads names and covers from this file."""
        fields = {
            "code": label_of(str(title["id"])),
            "record": title["id"],
            "title": title["title"],
            "author": title["creator"],
            "cover": f"{self._server.origin}{title['cover']}",
        }
        lines = [f"{name} = {json.dumps(said, ensure_ascii=False)}" for name, said in fields.items() if said]
        return "\n".join(["[[title]]", *lines, ""])

    async def prepare(self, program: Program) -> None:
        """Do nothing, because a library card needs no link to open its account."""

    def to_scan(self) -> ToScan:
        """Return the library cards, the labels on posters, and the faults."""
        names = {each.key: each.name for each in PATRONS}
        return ToScan(
            fob="library card",
            fobs=[
                Scannable(each.card, names[each.key], f"card {each.card}\n    {self.note(each.key)}")
                for each in EHUB_PEOPLE
            ],
            labels={"poster": self.posters()},
            faults={"": self.faults()},
        )

    def posters(self) -> list[Scannable]:
        """Return the labels on posters."""
        return [Scannable(label_of(each.id), each.title, _note(each)) for each in ehub_catalogue().values()]

    def faults(self) -> tuple[Switch, ...]:
        """Return the switches for the faults of the server."""
        levers = self._server.control
        return (
            *server_switches(levers),
            *lost_answers(levers, "borrow", "checkout"),
            *lost_answers(levers, "return", "return")[:1],
            morning(levers),
        )

    def note(self, key: str) -> str:
        """Return a few words about the digital loans of one person, or an empty text. `key` names the person."""
        return next((each.note for each in EHUB_PEOPLE if each.key == key), "")

    def story(self, stage: StoryStage) -> Story:
        """Return a visit in which a member scans labels on posters, borrows the titles, and opens them on a phone."""
        return EhubStory(stage, self._server.control)


def _note(title: ProviderTitle) -> str:
    author = f" by {title.creator}" if title.creator else ""
    parts = f", {title.parts} parts" if title.parts > 1 else ""
    return f"poster {label_of(title.id)}: {title.kind}{author}{parts}"
