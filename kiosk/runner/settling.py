"""The one rule for settling a commit of the visit on the screen, one that was handed over, or one found at start-up.

Only the commit's own lines count: other lines of the basket, of which nobody knows, keep no commit open.

A commit is done if one look proves every line. Anything else needs two looks that show the same picture, at least 15 s
apart by the clock that never jumps, because a lost commit may still be running at the server. Then the commit is not
done if every line still waits in the open cart, and partly done if some lines are proven. One look is enough for a line
that the commit's own answer refused by name, or refused with the whole commit while the line is still in the cart.

A line is proven by its effect. A borrow that somebody else makes is told apart by its time and by the loans known
before. A return is proven if its loan is gone, but nothing tells who took the tool in. While another line of the same
commit waits in the cart, the conversion has certainly not happened, so such a commit is never called done.
"""

from collections.abc import Sequence

from msgspec import Struct

from kiosk.domain.model import CommitRefused, Line, LineId, LinesRefused, Truth
from kiosk.store.open_commits import Settlement
from kiosk.structs import replace

READ_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0, 80.0)
APART_S = 15.0


class Looks(Struct, frozen=True):
    """The picture that the looks so far have shown, and the time since which they show the same."""

    since: float | None = None
    proven: frozenset[LineId] = frozenset()
    in_cart: frozenset[LineId] = frozenset()
    settled: Settlement | None = None
    refused: LinesRefused | CommitRefused | None = None
    """The commit's own answer, if it refused some lines or the whole."""

    def after(self, lines: Sequence[Line], truth: Truth, at: float, *, is_old: bool = False) -> "Looks":
        """Return the picture after one more look. `is_old`: the server has finished, so one look is enough."""
        ours = frozenset(line.ident for line in lines)
        proven = self.proven | ({proof.line for proof in truth.proven} & ours)
        in_cart = truth.in_cart & ours
        same = (proven, in_cart) == (self.proven, self.in_cart)
        since = self.since if self.since is not None and same else at
        looks = replace(self, since=since, proven=proven, in_cart=in_cart)
        return replace(looks, settled=looks.verdict(ours, stood=is_old or at - since >= APART_S))

    def verdict(self, ours: frozenset[LineId], *, stood: bool) -> Settlement | None:
        """Return how this picture settles a commit of these lines, or None; `stood` is True if two looks have shown it.

        If the commit's lines could not be read from the journal, no picture tells anything.
        """
        if not ours:
            return None
        if self.proven == ours:
            return Settlement.DONE
        if ours <= self.proven | self._said_no() or (stood and self.proven):
            return Settlement.PARTLY if self.proven else Settlement.NOT_DONE
        return Settlement.NOT_DONE if stood and ours <= self.in_cart else None

    def _said_no(self) -> frozenset[LineId]:
        if self.refused is None:
            return frozenset()
        named = frozenset(line for line, _ in self.refused.lines)
        return named | self.in_cart if isinstance(self.refused, CommitRefused) else named
