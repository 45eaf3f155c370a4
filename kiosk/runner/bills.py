"""What the cart of a visit costs, told when it has changed."""

from collections.abc import Callable

from kiosk.backends import Account
from kiosk.domain.messages import BillSeen, Event
from kiosk.domain.model import VisitId


class Bills:
    """Looks after every call, before its answer is told: whoever decides by the answer knows what it costs."""

    def __init__(self, visit: VisitId, account: Account, tell: Callable[[Event], None]) -> None:
        self._visit, self._tell = visit, tell
        self._last = account.opening.bill

    def look(self, account: Account | None) -> None:
        """After convert there is no cart, and what it cost stays what it was."""
        bill = account.bill if account is not None else None
        if bill is not None and bill != self._last:
            self._last = bill
            self._tell(BillSeen(self._visit, bill))
