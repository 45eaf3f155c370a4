"""The demo with the made-up OverDrive. Members borrow a digital title when they scan the label on a poster."""

from pathlib import Path

from kiosk.app.program import Program
from kiosk.demo.library import key_file, lost_answers, morning, server_switches, with_cards
from kiosk.demo.overdrive_story import OverdriveStory
from kiosk.demo.scan_window import Scannable, Switch, ToScan
from kiosk.demo.story import Story, StoryStage
from kiosk.settings.model import Backend, Digital, OverDriveHosts, OverDriveSettings, Settings
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    OVERDRIVE_PATRONS,
    WEBSITE_ID,
    OverdriveThread,
)
from kiosk.simulator.overdrive.catalogue import OverdriveTitle, overdrive_catalogue
from kiosk.simulator.server_port import HOST
from kiosk.simulator.sierra import PATRONS
from kiosk.structs import replace

_KINDS = {"eBook": "e-book", "Audiobook": "audio book", "Magazine": "magazine"}


class OverdriveDemo:
    """The made-up OverDrive. kiosk.demo.library.DigitalDemo explains the methods."""

    name = "OverDrive"

    def __init__(self, server: OverdriveThread) -> None:
        self._server = server

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with OverDrive as the only system, and with a description of the library."""
        kiosk = replace(plain.kiosk, backend=Backend.OVERDRIVE)
        return replace(with_cards(plain), kiosk=kiosk, overdrive=self._table(folder))

    def beside(self, others: Settings, folder: Path) -> Settings:
        """Return these settings with OverDrive beside the main system."""
        kiosk = replace(others.kiosk, digital=(*others.kiosk.digital, Digital.OVERDRIVE))
        return replace(others, kiosk=kiosk, overdrive=self._table(folder))

    def _table(self, folder: Path) -> OverDriveSettings:
        url = self._server.url
        return OverDriveSettings(
            library_id=int(LIBRARY_ID),
            website_id=int(WEBSITE_ID),
            authorization_name=AUTHORIZATION_NAME,
            client_file=key_file(folder, "overdrive-client", f"{CLIENT_KEY}:{CLIENT_SECRET}"),
            items="OD-(.+)",
            covers=(HOST,),
            hosts=OverDriveHosts(oauth=url, oauth_patron=url, api=url, patron=url),
        )

    async def prepare(self, program: Program) -> None:
        """Do nothing, because a library card needs no link to open its account."""

    def to_scan(self) -> ToScan:
        """Return the library cards, the labels on posters, and the faults."""
        names = {each.key: each.name for each in PATRONS}
        return ToScan(
            fob="library card",
            fobs=[
                Scannable(
                    each.barcodes[0], names[each.key], f"card {each.barcodes[0]}, PIN {each.pin}\n    {each.note}"
                )
                for each in OVERDRIVE_PATRONS
            ],
            labels={"poster": self.posters()},
            faults={"": self.faults()},
        )

    def posters(self) -> list[Scannable]:
        """Return the labels on posters. A title that belongs to a bundle of several titles has no poster."""
        titles = [each for each in overdrive_catalogue().titles if not each.part_of]
        return [Scannable(f"OD-{each.number}", each.title, _note(each)) for each in titles]

    def faults(self) -> tuple[Switch, ...]:
        """Return the switches for the faults of the server."""
        levers = self._server.control
        return (
            *server_switches(levers),
            *lost_answers(levers, "borrow", "checkout"),
            *lost_answers(levers, "return", "return")[:1],
            Switch("log-ins end now", lambda _: levers.expire_tokens(), once=True),
            morning(levers),
        )

    def note(self, key: str) -> str:
        """Return a few words about the digital loans of one person, or an empty text. `key` names the person."""
        return next((each.note for each in OVERDRIVE_PATRONS if each.key == key), "")

    def story(self, stage: StoryStage) -> Story:
        """Return a visit in which a member scans labels on posters, borrows the titles, and opens them on a phone."""
        return OverdriveStory(stage, self._server.control)


def _note(title: OverdriveTitle) -> str:
    author = f" by {title.creators[0][1]}" if title.creators else ""
    copies = f"{title.copies} {'copy' if title.copies == 1 else 'copies'}" if title.copies else "any number of copies"
    return f"poster OD-{title.number}: {_KINDS[title.media]}{author}, {copies}"
