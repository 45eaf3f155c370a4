"""The installed command as a process, with a simulated myTurn and a simulated OverDrive beside it.

A tool is staged in a cart and lent at Finish. A title is lent at once.
"""

from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.simulator import MEMBERS
from kiosk.simulator.overdrive import OverdriveThread
from tests.e2e.kiosk_process import RunningKiosk
from tests.e2e.overdrive_process import MARTA, overdrive_tables

MEMBER = MEMBERS[0]
CARD, PIN = MARTA.barcodes[0], "kettle-on-the-hob"
"""The card of the member at OverDrive, and its PIN. The PIN is long, so that no other text contains it by chance."""


class RunningBeside(RunningKiosk):
    """A kiosk for `with RunningBeside(folder) as kiosk:`, at a library that has myTurn and, beside it, OverDrive."""

    def __init__(self, folder: Path, *, size: str = "1280x800", remembers: bool = False) -> None:
        """Prepare the kiosk. If `remembers` is True, it may remember a card for OverDrive with a linked fob."""
        super().__init__(folder, size=size)
        self._table = '[overdrive]\nremember = "password"\n' if remembers else "[overdrive]\n"
        self.titles = OverdriveThread(time_zone=ZoneInfo("America/New_York"))

    def _opened(self, stack: ExitStack) -> str:
        stack.enter_context(self.titles)
        self._new_pin()
        main = super()._opened(stack).replace("[kiosk]\n", '[kiosk]\ndigital = ["overdrive"]\n')
        return main + overdrive_tables(self.folder, self.titles.url).replace("[overdrive]\n", self._table, 1)

    def _new_morning(self) -> None:
        super()._new_morning()
        self.titles.control.reset()
        self._new_pin()

    def _new_pin(self) -> None:
        self.titles.control.change_patron(MARTA.key, pin=PIN)

    def log_in(self) -> None:
        """Log the member in with the user name and the password at myTurn. Return when the kiosk greets the member."""
        self.desk.press("Log in without a fob")
        self.desk.fill("User name or membership ID", MEMBER.username)
        self.desk.fill("Password", MEMBER.password)
        self.desk.press("Log in")
        self.desk.wait_for(f"Hello {MEMBER.first}")

    def enter_card(self) -> None:
        """Enter the library card on the page of the digital loans. Return when the page shows the member's titles."""
        self.desk.press("Digital loans")
        self.desk.press("Enter your card")
        self.desk.fill("Card number", CARD)
        self.desk.fill("Card PIN", PIN)
        self.desk.press("Show my loans")
        self.desk.wait_for("Your digital loans", *self.lent())

    def lent(self) -> set[str]:
        """Return the titles that the member has on loan according to OverDrive."""
        return {each.title for each in self.titles.library_state.loans_of(MARTA.key)}
