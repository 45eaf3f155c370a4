"""The holds and the fines of an account. The roles of the kiosk's key for Sierra decide if the kiosk can read them."""

from typing import NamedTuple

from kiosk.backends.sierra.fines import Fines
from kiosk.backends.sierra.holds import Holds


class Parts(NamedTuple):
    """The holds and the fines of the member. Both are None if the kiosk only settles acts of an ended visit."""

    holds: Holds | None = None
    fines: Fines | None = None

    @property
    def allowed_holds(self) -> Holds | None:
        """Return the holds, or None if the key may not read them."""
        return self.holds if self.holds is not None and self.holds.is_allowed else None

    @property
    def known_fines(self) -> Fines | None:
        """Return the fines, or None if neither the patron's record nor the list of fines says what the patron owes."""
        return self.fines if self.fines is not None and self.fines.is_known else None

    def speak(self, language: str) -> None:
        """Ask Sierra to write its own words in this language."""
        if self.holds is not None:
            self.holds.language = language
