"""Laws about the lines of a basket: nothing is committed that the member does not want or has not seen.

An answer that comes after the end of its visit changes nothing, because the next visit is perhaps another member's.
"""

from collections.abc import Callable
from threading import Lock

from kiosk.domain.basket import find
from kiosk.domain.messages.answers import Answer, CommitAnswered, LineStays
from kiosk.domain.messages.effects import Commit
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import RemoveLine
from kiosk.domain.model import InDoubt, LineId, LineState
from kiosk.domain.visit.state_parts import basket_of, visit_of
from kiosk.domain.visit.states import Kiosk, Serving
from kiosk.simulator.records import ReceivedCall
from kiosk.simulator.state import LibraryState
from tests.walks.acts import spelt
from tests.walks.world import World

_READS, _COMMIT = frozenset({"carts", "cart"}), "convert"
"""The calls that read the carts, and the call that commits a cart. Only myTurn has carts."""
_ON_THE_WAY = (LineState.CHECKING, LineState.STAGED, LineState.REMOVING)


class BasketLaws:
    """The laws about baskets. They call `breaks` with a text about each broken law."""

    def __init__(self, world: World, breaks: Callable[[str], None]) -> None:
        self._world, self._breaks = world, breaks
        self._removed: dict[LineId, str] = {}
        """The lines that a member has removed, with their codes."""
        self._lock = Lock()
        self._whose, self._committing = "", frozenset[str]()
        """The member whose visit has asked for a commit that has no answer yet, and the codes of its lines."""
        self._in_cart: dict[str, frozenset[str]] = {}
        """For each member, the codes in the cart at the last reading of the cart."""

    def happened(self, before: Kiosk, event: Event, after: Kiosk) -> None:
        """Check one step of the visit."""
        if isinstance(event, Answer) and event.visit != visit_of(before.state) and before.state != after.state:
            self._breaks(f"{type(event).__name__} of an earlier visit has changed {type(before.state).__name__}")
        match event:
            case RemoveLine(line=ident) if isinstance(before.state, Serving):
                line, left = find(before.state.lines, ident), find(basket_of(after.state), ident)
                leaves = left is None or left.unwanted or left.state is LineState.REMOVING
                if line is not None and line.state in _ON_THE_WAY and leaves:
                    self._removed[ident] = line.code
            case LineStays(line=ident):  # the screen says that the line could not be taken out of the cart
                self._removed.pop(ident, None)
            case CommitAnswered(outcome=outcome) if not isinstance(outcome, InDoubt):
                with self._lock:
                    self._whose = ""
            case _:
                pass
        for line in basket_of(after.state):
            if line.again or line.by_others is not None:
                self._removed.pop(line.ident, None)

    def asked(self, effect: Commit, whose: str) -> None:
        """Check a commit that the visit of the member `whose` asks for."""
        for line in effect.lines:
            if line.ident in self._removed:
                self._breaks(f"{line.code} was removed by the member, and is committed")
        codes = {line.code for line in effect.lines} | {line.item.code for line in effect.lines if line.item}
        with self._lock:
            self._whose, self._committing = whose, frozenset(map(spelt, codes))

    def arrives(self, call: ReceivedCall) -> None:
        """Check that a commit of a cart has no line that the kiosk has read in the cart and nobody has agreed to.

        This runs in the thread of the server.
        """
        if call.member is None:
            return
        with self._lock:
            if call.name in _READS:
                self._in_cart[call.member] = self._one_cart(call.member)
            elif call.name == _COMMIT and call.member == self._whose:
                unseen = {spelt(code) for code in self._in_cart.get(call.member, ())} - self._committing
                if unseen:
                    self._breaks(f"{sorted(unseen)} was in the cart, and is committed although nobody has seen it")

    def _one_cart(self, key: str) -> frozenset[str]:
        """Return the codes of the tools in this member's cart. If there is not exactly one cart, return no codes."""
        state = self._world.state
        carts = state.open_carts_of(key) if isinstance(state, LibraryState) else ()
        return frozenset((*carts[0].borrows, *carts[0].returns)) if len(carts) == 1 else frozenset()
