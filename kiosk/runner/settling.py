"""When is a commit settled? One rule for the visit on the screen, for one handed over, and for one found at start-up.

Done needs one look: every line is proven. Not done needs two looks, at least 15 s apart, in which nothing is proven and
every line still waits in the open cart: a lost commit may still be running at the server. A line that the commit's own
answer refused needs one: refused by its name, or with the whole and still in the cart.
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
    """What the looks so far have shown."""

    absent_since: float | None = None
    settled: Settlement | None = None
    refused: LinesRefused | CommitRefused | None = None
    """What the commit's own answer said no to."""

    def after(self, lines: Sequence[Line], truth: Truth, at: float) -> "Looks":
        """The same, one look later."""
        ours = {line.ident for line in lines}
        proven = {proof.line for proof in truth.proven} & ours
        if proven == ours:
            return replace(self, settled=Settlement.DONE)
        if ours <= proven | self._said_no(truth):
            return replace(self, settled=Settlement.PARTLY if proven else Settlement.NOT_DONE)
        if proven and not (truth.waiting & ours):
            return self._again(Settlement.PARTLY, at)
        if not proven and ours <= truth.waiting:
            return self._again(Settlement.NOT_DONE, at)
        return Looks(refused=self.refused)

    def _said_no(self, truth: Truth) -> frozenset[LineId]:
        if self.refused is None:
            return frozenset()
        named = frozenset(line for line, _ in self.refused.lines)
        return named | truth.waiting if isinstance(self.refused, CommitRefused) else named

    def _again(self, settled: Settlement, at: float) -> "Looks":
        since = self.absent_since if self.absent_since is not None else at
        return replace(self, absent_since=since, settled=settled if at - since >= APART_S else None)
