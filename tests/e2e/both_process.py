"""The installed command as a process, with three simulators.

Sierra is the main system. OverDrive and eHUB are the digital systems beside it.
"""

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.levers import CommonLevers
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.store.inbox import InboxEntry, StaffInbox
from kiosk.store.store import Store
from tests.e2e.ehub_process import ehub_tables
from tests.e2e.overdrive_process import overdrive_tables, title_label
from tests.e2e.sierra_process import RunningSierra

_ZONE = ZoneInfo("America/New_York")


class RunningBoth(RunningSierra):
    """A kiosk for `with RunningBoth(folder) as kiosk:`, at a library with Sierra, OverDrive and eHUB."""

    digital: ClassVar[tuple[str, ...]] = ("overdrive", "ehub")

    def _opened(self, stack: ExitStack) -> str:
        self.overdrive = stack.enter_context(OverdriveThread(time_zone=_ZONE))
        self.provider = stack.enter_context(EhubThread(time_zone=_ZONE))
        self._more = overdrive_tables(self.folder, self.overdrive.url) + ehub_tables(
            self.folder, self.provider.url, label="Riverside"
        )
        return super()._opened(stack)

    @property
    def levers(self) -> "dict[str, CommonLevers]":  # type: ignore[type-arg]  # each system has a state of its own
        """Return the levers (a test uses them to change a server) of the three systems, by the name of the system."""
        return {"sierra": self.library.control, "overdrive": self.overdrive.control, "ehub": self.provider.control}

    def title(self, name: str) -> str:
        """Return the text on the label of the title that has this name at OverDrive."""
        return title_label(self.overdrive, name)

    def borrowed_at(self) -> dict[str, float]:
        """Return the time at which each system has made its last loan, by the name of the system.

        The times are seconds of one clock, which all simulators share.
        """
        acts = {
            "sierra": self.library.library_state.acts("checkout"),
            "overdrive": self.overdrive.library_state.acts("checkout"),
            "ehub": self.provider.library_state.acts("checkout"),
        }
        return {system: done[-1].at for system, done in acts.items()}  # type: ignore[attr-defined]

    def questions_to_staff(self) -> tuple[InboxEntry, ...]:
        """Return the questions that wait for staff."""
        store = Store.beside(self.folder / "state")
        try:
            return StaffInbox(store.journal, None, lambda: datetime.now(UTC)).entries()
        finally:
            store.close()

    def _new_morning(self) -> None:
        for each in self.levers.values():
            each.clear_faults()
            each.reset()
