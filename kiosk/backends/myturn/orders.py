"""The requests with which a visit can change a cart. This module only makes the requests and does not send them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.reading import Cart
from kiosk.backends.myturn.schema import raw
from kiosk.backends.myturn.writes import Order
from kiosk.backends.ports import ActKind, PlannedWrite
from kiosk.domain.model import CommitId, Line, LoanId, VisitId
from kiosk.structs import hiding


class Orders(Struct, frozen=True):
    """The object that makes the writes of one visit. The methods return writes but do not send them.

    `account` identifies the member in the write log.
    """

    visit: VisitId
    account: str
    carts: Carts

    __repr__ = hiding("account")

    def add(self, cart: Cart, line: Line, due: date) -> Order:
        """Return the write that adds a tool to the cart. The write contains the tool's label and a due date.

        If the line has a project or a reservation, the write also contains the project or the reservation.
        """
        fields = {"item-id": line.code, "due-date": due.isoformat()}
        fields |= {"project-id": line.project.ident} if line.project else {}
        fields |= {"reservation-id": line.pickup.reservation} if line.pickup else {}
        return Order(self._act(ActKind.BORROW, line), "add_checkout", self._shows_cart, {"cart": cart.ident}, fields)

    def change(self, cart: Cart, line: Line, ref: str, fields: Mapping[str, str], verb: str) -> Order:
        """Return the write that gives a line another due date or project."""
        ids = {"cart": cart.ident, "line": ref}
        return Order(self._act(ActKind.CHANGE, line), "change_checkout", self._shows_cart, ids, fields, verb)

    def mark(self, cart: Cart, line: Line, loan: LoanId) -> Order:
        """Return the write that marks a loan for return in this cart.

        If the line has a condition, the write also contains the condition.
        """
        ids = {"cart": cart.ident, "loan": loan}
        fields = {"new-status": line.condition.ident} if line.condition else None
        return Order(self._act(ActKind.GIVE_BACK, line), "add_checkin", self._shows_cart, ids, fields)

    def take_out_borrow(self, cart: Cart, line: Line, ref: str) -> Order:
        """Return the write that takes a borrow out of the cart, because the tool stays in the library."""
        ids = {"cart": cart.ident, "line": ref}
        return Order(self._act(ActKind.TAKE_OUT, line), "remove_checkout", _is_yes, ids)

    def take_out_return(self, cart: Cart, line: Line, loan: str) -> Order:
        """Return the write that takes a return out of the cart, because the member does not bring the tool back now."""
        ids = {"cart": cart.ident, "loan": loan}
        return Order(self._act(ActKind.TAKE_OUT, line), "remove_checkin", _is_yes, ids)

    def commit_borrow(self, cart: Cart, line: Line, ref: str) -> Order:
        """Return the write that commits only this borrow, before the whole cart is converted (two-phase commit)."""
        ids = {"cart": cart.ident, "line": ref}
        return Order(self._act(ActKind.LINE_COMMIT, line), "commit_checkout", _is_yes, ids, fresh=True)

    def commit_return(self, cart: Cart, line: Line, loan: LoanId) -> Order:
        """Return the write that commits only this return, before the whole cart is converted (two-phase commit).

        The tool is already back, so the return must be recorded even if the cart is never converted.
        """
        ids = {"cart": cart.ident, "loan": loan}
        return Order(self._act(ActKind.LINE_COMMIT, line), "commit_checkin", _is_yes, ids, fresh=True)

    def convert(
        self,
        cart: Cart,
        commit: CommitId,
        lines: Sequence[Line],
        finished: datetime,
        before: frozenset[LoanId] | None = None,
    ) -> Order:
        """Return the write that turns the whole cart into loans and returns.

        `before` are the ids of the member's loans just before this write.
        """
        act = PlannedWrite(
            ActKind.COMMIT,
            self.visit,
            self.account,
            commit=commit,
            lines=tuple(lines),
            finished=finished,
            before=before,
        )
        return Order(act, "convert", _is_ok, {"cart": cart.ident}, fresh=True)

    def _act(self, kind: ActKind, line: Line) -> PlannedWrite:
        return PlannedWrite(kind, self.visit, self.account, line.ident, line.code)

    def _shows_cart(self, answer: HttpAnswer) -> bool:
        return self.carts.understand(answer) is not None


def _is_yes(answer: HttpAnswer) -> bool:
    """Return True if the body can mean that the server has done the write.

    In myTurn's documents, the body is a cart. But some servers send only a text or an empty body, so these count, too.
    """
    if not answer.body.strip():
        return answer.whole
    try:
        said = raw(answer)
    except WrongAnswerError:
        return False
    return isinstance(said, str | dict)


def _is_ok(answer: HttpAnswer) -> bool:
    """Return True if the answer is a JSON text, which is "OK" in myTurn's documents.

    Also return True if the answer is empty and has the status 204.
    """
    if not answer.body.strip():
        return answer.whole and answer.status == 204
    try:
        return isinstance(raw(answer), str)
    except WrongAnswerError:
        return False
