"""The installed command as a process, with a simulated OverDrive. A scan lends at once, without Finish."""

from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    OVERDRIVE_PATRONS,
    WEBSITE_ID,
    OverdrivePatron,
    OverdriveThread,
)
from tests.e2e.desk import wait_until
from tests.e2e.kiosk_process import KioskOnDesk

MARTA, JAMAL, GRETA = (
    next(each for each in OVERDRIVE_PATRONS if each.key == key) for key in ("marta", "jamal", "greta")
)
_SETTINGS = """
[kiosk]
backend = "overdrive"
time_zone = "America/New_York"
state_dir = "{folder}/state"
display = "{size}"
{overdrive}
[library]
name = "Millbrook Library"
phone = "555 0100"
[login]
fob = "card"
[sound]
player = "off"
"""
_TABLES = """
[overdrive]
library_id = {library_id}
website_id = {website_id}
authorization_name = "{authorization_name}"
client_file = "{folder}/overdrive-client"
items = "OD-(.+)"
[overdrive.hosts]
oauth = "{url}"
oauth_patron = "{url}"
api = "{url}"
patron = "{url}"
"""


def overdrive_tables(folder: Path, url: str) -> str:
    """Write the file with the kiosk's key to this folder. Return the lines of the settings for OverDrive at `url`."""
    key = folder / "overdrive-client"
    key.touch(0o600)
    key.write_text(f"{CLIENT_KEY}:{CLIENT_SECRET}\n", encoding="utf-8")
    return _TABLES.format(
        folder=folder,
        url=url,
        library_id=LIBRARY_ID,
        website_id=WEBSITE_ID,
        authorization_name=AUTHORIZATION_NAME,
    )


def title_label(library: OverdriveThread, title: str) -> str:
    """Return the text on the label of this title."""
    state = library.library_state
    with state.lock:
        return f"OD-{state.title_named(title).id.upper()}"


class RunningOverDrive(KioskOnDesk):
    """A kiosk for `with RunningOverDrive(folder) as kiosk:`, at a library with OverDrive and library cards."""

    welcome = "Scan your library card"

    def _opened(self, stack: ExitStack) -> str:
        self.library = stack.enter_context(OverdriveThread(time_zone=ZoneInfo("America/New_York")))
        tables = overdrive_tables(self.folder, self.library.url)
        return _SETTINGS.format(folder=self.folder, size=self.size, overdrive=tables)

    def log_in(self, person: OverdrivePatron = MARTA) -> None:
        """Scan the card, type its PIN, and return when the member is at Home."""
        wait_until(lambda: self._is_asked_after(person), "the form for the PIN", self.desk.words)
        self.desk.fill("PIN", person.pin)
        self.desk.press("Log in")
        self.desk.wait_for(f"Digital loans, {len(self.loans(person))}")

    def _is_asked_after(self, person: OverdrivePatron) -> bool:
        """Scan the card once, and return True if the kiosk asks for its PIN within some seconds."""
        self.fobs.scan(person.barcodes[0])
        try:
            self.desk.wait_for("Your card is read. Now its PIN, please.", timeout_s=2.0)
        except AssertionError:
            return False
        return True

    def label(self, title: str) -> str:
        """Return the text on the label of this title."""
        return title_label(self.library, title)

    def loans(self, person: OverdrivePatron = MARTA) -> set[str]:
        """Return the titles that this member has on loan according to OverDrive."""
        return {each.title for each in self.library.library_state.loans_of(person.key)}

    def _new_morning(self) -> None:
        self.library.control.reset()
