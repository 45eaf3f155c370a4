"""Each write that a visit can ask of a cart, ready to be sent."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kiosk.backends import Act, ActKind, WrongAnswer
from kiosk.backends.answer import Answer
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.reading import Cart
from kiosk.backends.myturn.schema import raw
from kiosk.backends.myturn.writes import Order
from kiosk.domain.frozen import dataclass
from kiosk.domain.model import CommitId, Line, LoanId, VisitId


@dataclass(frozen=True, slots=True)
class Orders:
    """The writes of one visit. `account` names the member in the write log."""

    visit: VisitId
    account: str
    carts: Carts

    def add(self, cart: Cart, line: Line, due: date) -> Order:
        """Put a tool in, by its label; always with a due date; for a project and from a reservation where it is."""
        fields = {"item-id": line.code, "due-date": due.isoformat()}
        fields |= {"project-id": line.project.ident} if line.project else {}
        fields |= {"reservation-id": line.pickup.reservation} if line.pickup else {}
        return Order(self._act(ActKind.BORROW, line), "add_checkout", self._shows_cart, {"cart": cart.ident}, fields)

    def change(self, cart: Cart, line: Line, ref: str, fields: Mapping[str, str], verb: str) -> Order:
        """Another due date or project for a line."""
        ids = {"cart": cart.ident, "line": ref}
        return Order(self._act(ActKind.CHANGE, line), "change_checkout", self._shows_cart, ids, fields, verb)

    def mark(self, cart: Cart, line: Line, loan: LoanId) -> Order:
        """A loan comes back with this cart, in the line's condition."""
        ids = {"cart": cart.ident, "loan": loan}
        fields = {"new-status": line.condition.ident} if line.condition else None
        return Order(self._act(ActKind.GIVE_BACK, line), "add_checkin", self._shows_cart, ids, fields)

    def take_out_borrow(self, cart: Cart, line: Line, ref: str) -> Order:
        """The tool stays here."""
        ids = {"cart": cart.ident, "line": ref}
        return Order(self._act(ActKind.TAKE_OUT, line), "remove_checkout", _is_yes, ids)

    def take_out_return(self, cart: Cart, line: Line, loan: str) -> Order:
        """It does not come back after all."""
        ids = {"cart": cart.ident, "loan": loan}
        return Order(self._act(ActKind.TAKE_OUT, line), "remove_checkin", _is_yes, ids)

    def commit_borrow(self, cart: Cart, line: Line, ref: str) -> Order:
        """Two-phase: the tool leaves."""
        ids = {"cart": cart.ident, "line": ref}
        return Order(self._act(ActKind.LINE_COMMIT, line), "commit_checkout", _is_yes, ids, fresh=True)

    def commit_return(self, cart: Cart, line: Line, loan: LoanId) -> Order:
        """Two-phase: the tool is here, whatever becomes of the cart."""
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
        """Everything becomes real; `before`: what was out at the last look."""
        act = Act(
            ActKind.COMMIT,
            self.visit,
            self.account,
            commit=commit,
            lines=tuple(lines),
            finished=finished,
            before=before,
        )
        return Order(act, "convert", _is_ok, {"cart": cart.ident}, fresh=True)

    def _act(self, kind: ActKind, line: Line) -> Act:
        return Act(kind, self.visit, self.account, line.ident, line.code)

    def _shows_cart(self, answer: Answer) -> bool:
        return self.carts.understand(answer) is not None


def _is_yes(answer: Answer) -> bool:
    """A cart by the published text, nothing at all by common usage; only its status matters."""
    if not answer.body.strip():
        return answer.whole
    try:
        said = raw(answer)
    except WrongAnswer:
        return False
    return isinstance(said, str | dict)


def _is_ok(answer: Answer) -> bool:
    """The published JSON string "OK", or nothing."""
    if not answer.body.strip():
        return answer.whole and answer.status == 204
    try:
        return isinstance(raw(answer), str)
    except WrongAnswer:
        return False
