"""The installed command as a process, with a simulated provider of eHUB. A scan lends at once, without Finish."""

from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, SITE_ID, EhubThread
from tests.e2e.desk import wait_until
from tests.e2e.kiosk_process import KioskOnDesk

INES, INES_CARD = "ines", "23080000001003"
GRETA_CARD = "23080000001009"
_TITLES = (
    ("EH-1012", "mb-1012", "The Understory"),
    ("EH-1012-POSTER", "mb-1012", "The Understory"),
    ("EH-12", "films & books/12", "Postcards to an Empty House"),
    ("EH-1020", "mb-1020", "The Only Copy"),
    ("EH-2001", "au-2001", "The Long Way Round the Lake"),
    ("EH-2006", "au-2006", "La Casa de los relojes"),
    ("EH-3001", "mix-3001", "The Night Ferry"),
)
_SETTINGS = """
[kiosk]
backend = "ehub"
time_zone = "America/New_York"
state_dir = "{folder}/state"
display = "{size}"
{ehub}
trusted_cards = "23[0-9]{{12}}"
[library]
name = "Millbrook Library"
phone = "555 0100"
[login]
fob = "card"
[sound]
player = "off"
"""
_TABLES = """
[ehub]
url = "{url}"
site_id = "{site_id}"
consumer_id = {consumer_id}
key_file = "{folder}/ehub-key"
catalogue = "{folder}/titles.toml"
allow_delete = true
request_timeout_s = 5.0
"""


def ehub_tables(folder: Path, url: str, *, label: str = "") -> str:
    """Write the kiosk's key and the catalogue to this folder. Return the lines of the settings for this provider.

    `label` is the name of the provider, as the screen shows it. Settings that also contain OverDrive need a label.
    """
    key = folder / "ehub-key"
    key.touch(0o600)
    key.write_text(f"{SECRET_KEY}\n", encoding="utf-8")
    titles = "".join(
        f'[[title]]\ncode = "{code}"\nrecord = "{record}"\ntitle = "{name}"\n' for code, record, name in _TITLES
    )
    (folder / "titles.toml").write_text(titles, encoding="utf-8")
    table = _TABLES.format(folder=folder, url=url, site_id=SITE_ID, consumer_id=CONSUMER_ID)
    return f'{table}label = "{label}"\n' if label else table


class RunningEHub(KioskOnDesk):
    """A kiosk for `with RunningEHub(folder) as kiosk:`, with a provider that knows people by their library cards."""

    welcome = "Scan your library card"

    def _opened(self, stack: ExitStack) -> str:
        self.provider = stack.enter_context(EhubThread(time_zone=ZoneInfo("America/New_York")))
        self._new_morning()
        return _SETTINGS.format(folder=self.folder, size=self.size, ehub=ehub_tables(self.folder, self.provider.url))

    def log_in(self, card: str = INES_CARD) -> None:
        """Scan the card again and again until the member is at Home."""
        wait_until(lambda: self._is_at_home_after(card), "Home", self.desk.words)

    def _is_at_home_after(self, card: str) -> bool:
        self.fobs.scan(card)
        try:
            self.desk.wait_for("Digital loans", timeout_s=2.0)
        except AssertionError:
            return False
        return True

    def loans(self, key: str = INES) -> set[str]:
        """Return the titles that this member has on loan according to the provider."""
        return {each.title for each in self.provider.library_state.loans_of(key)}

    def _new_morning(self) -> None:
        self.provider.control.reset()
        self.provider.control.turn(identified_by="libraryCard")
