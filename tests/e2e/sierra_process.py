"""The installed command as a process, with a simulated Sierra. A scan lends or takes back at once, without Finish."""

from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from kiosk.simulator.sierra import KEY, KEY_SECRET, PATRONS, Patron, SierraThread
from kiosk.simulator.sierra.records import CheckoutFact
from tests.e2e.desk import wait_until
from tests.e2e.kiosk_process import KioskOnDesk

MARTA, JAMAL, INES = PATRONS[0], PATRONS[1], PATRONS[2]
OWES = next(each for each in PATRONS if each.owes)
_SETTINGS = """
[kiosk]
backend = "sierra"
digital = {digital}
time_zone = "America/New_York"
state_dir = "{folder}/state"
display = "{size}"
[sierra]
url = "{library.url}"
token_url = "{library.token_url}"
key_file = "{folder}/sierra-key"
card_pin = "{card_pin}"
[library]
name = "Millbrook Library of Things"
phone = "555 0100"
logout_timeout_s = {logout_s}
[returns]
in_transit = "blue crate"
hold_shelf = "hold shelf"
[login]
fob = "card"
[sound]
player = "off"
"""


class RunningSierra(KioskOnDesk):
    """A kiosk for `with RunningSierra(folder) as kiosk:`, at a library with Sierra. Members show a library card.

    `card_pin` is "required" or "none". If nobody touches the screen for `logout_s` seconds, the visit ends. The text
    `more` is added to the settings file.
    """

    welcome = "Scan your library card"
    digital: ClassVar[tuple[str, ...]] = ()
    """The names of the digital systems beside Sierra, as the settings file has them."""

    def __init__(
        self, folder: Path, *, size: str = "1280x800", card_pin: str = "required", logout_s: int = 120, more: str = ""
    ) -> None:
        super().__init__(folder, size=size)
        self._card_pin, self._logout_s, self._more = card_pin, logout_s, more

    def _opened(self, stack: ExitStack) -> str:
        self.library = stack.enter_context(SierraThread(time_zone=ZoneInfo("America/New_York")))
        key = self.folder / "sierra-key"
        key.touch(0o600)
        key.write_text(f"{KEY}:{KEY_SECRET}\n", encoding="utf-8")
        return (
            _SETTINGS.format(
                digital=list(self.digital),
                folder=self.folder,
                size=self.size,
                library=self.library,
                card_pin=self._card_pin,
                logout_s=self._logout_s,
            )
            + self._more
        )

    def log_in(self, person: Patron = MARTA) -> None:
        """Scan the card, type its PIN, and return when the member is greeted."""
        wait_until(lambda: self._is_asked_after(person), "the form for the PIN", self.desk.words)
        self.desk.fill("PIN", person.pin)
        self.desk.press("Log in")
        self.desk.wait_for(f"Hello {first_name(person)}")

    def _is_asked_after(self, person: Patron) -> bool:
        """Scan the card once, and return True if the kiosk asks for its PIN within some seconds.

        The kiosk ignores a card that was scanned a moment ago. So the caller must try again if this returns False.
        """
        self.fobs.scan(person.barcode)
        try:
            self.desk.wait_for("Your card is read. Now its PIN, please.", timeout_s=2.0)
        except AssertionError:
            return False
        return True

    def loans(self, person: Patron = MARTA) -> dict[str, CheckoutFact]:
        """Return the member's loans according to Sierra, with the label of each item as key."""
        return {each.barcode: each for each in self.library.library_state.loans_of(person.key)}

    def _new_morning(self) -> None:
        self.library.control.reset()


def first_name(person: Patron) -> str:
    """Return the first name of a patron, as the kiosk greets the patron."""
    return person.name.partition(", ")[2].split()[0].title() or person.name.title()
