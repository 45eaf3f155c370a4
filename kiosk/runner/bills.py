"""The bill of a visit's cart, told when the bill has changed."""

from collections.abc import Callable

from kiosk.backends import Account
from kiosk.domain.messages import BillSeen, Event
from kiosk.domain.model import VisitId


class Bills:
    """Looks at the bill after every call, before the answer is told, so that the visit knows the costs first."""

    def __init__(self, visit: VisitId, account: Account, tell: Callable[[Event], None]) -> None:
        self._visit, self._tell = visit, tell
        self._last = account.opening.bill

    def look(self, account: Account | None) -> None:
        """Tell the bill if it has changed. After a commit there is no cart, and the last bill stays as it was."""
        bill = account.bill if account is not None else None
        if bill is not None and bill != self._last:
            self._last = bill
            self._tell(BillSeen(self._visit, bill))
