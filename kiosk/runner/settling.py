"""When is a commit settled? One rule for the visit on the screen, for one handed over, and for one found at start-up.

Only its own lines count: what else was in the basket, of which nobody knows, keeps no commit open.

Done needs one look: every line is proven. Anything else needs two looks, at least 15 s apart by the clock that never
jumps, that show the same picture: a lost commit may still be running at the server. Then it is not done where every
line still waits in the open cart, and partly done where some are proven. A line that the commit's own answer refused
needs one: refused by its name, or with the whole and still in the cart.

What proves a line is its effect. A borrow that somebody else makes is told apart by its moment and by the loans known
before it. A return is proven by its loan being gone, and nothing tells who took the tool in: while another line of the
same commit waits in the cart, the conversion has certainly not happened, so that such a commit is never called done.
"""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import CommitRefused, Line, LineId, LinesRefused, Truth
from kiosk.store.commits import Settlement

READ_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0, 80.0)
APART_S = 15.0


@dataclass(frozen=True, slots=True)
class Looks:
    """What the looks so far have shown, and since when they show the same."""

    since: float | None = None
    proven: frozenset[LineId] = frozenset()
    waiting: frozenset[LineId] = frozenset()
    settled: Settlement | None = None
    refused: LinesRefused | CommitRefused | None = None
    """What the commit's own answer said no to."""

    def after(self, lines: Sequence[Line], truth: Truth, at: float, *, is_old: bool = False) -> "Looks":
        """The same, one look later. `is_old`: nothing of it runs at the server any more, so one look is enough."""
        ours = frozenset(line.ident for line in lines)
        proven = self.proven | ({proof.line for proof in truth.proven} & ours)
        waiting = truth.waiting & ours
        same = (proven, waiting) == (self.proven, self.waiting)
        since = self.since if self.since is not None and same else at
        looks = replace(self, since=since, proven=proven, waiting=waiting)
        return replace(looks, settled=looks.verdict(ours, stood=is_old or at - since >= APART_S))

    def verdict(self, ours: frozenset[LineId], *, stood: bool) -> Settlement | None:
        """Return how a commit of these lines is settled by this picture; `stood`: two looks have seen it.

        Of a row whose lines cannot be read no picture tells anything.
        """
        if not ours:
            return None
        if self.proven == ours:
            return Settlement.DONE
        if ours <= self.proven | self._said_no() or (stood and self.proven):
            return Settlement.PARTLY if self.proven else Settlement.NOT_DONE
        return Settlement.NOT_DONE if stood and ours <= self.waiting else None

    def _said_no(self) -> frozenset[LineId]:
        if self.refused is None:
            return frozenset()
        named = frozenset(line for line, _ in self.refused.lines)
        return named | self.waiting if isinstance(self.refused, CommitRefused) else named
