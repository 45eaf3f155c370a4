"""When is a commit settled? One rule for the visit on the screen, for one handed over, and for one found at start-up.

Done needs one look: every line is proven. Not done needs two looks, at least 15 s apart, in which nothing is proven and
every line still waits in the open cart: a lost commit may still be running at the server.
"""

from collections.abc import Sequence

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import Line, Truth
from kiosk.store.commits import Settlement

READ_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0, 80.0)
APART_S = 15.0


@dataclass(frozen=True, slots=True)
class Looks:
    """What the looks so far have shown."""

    absent_since: float | None = None
    settled: Settlement | None = None

    def after(self, lines: Sequence[Line], truth: Truth, at: float) -> "Looks":
        """The same, one look later."""
        ours = {line.ident for line in lines}
        proven = {proof.line for proof in truth.proven} & ours
        if proven == ours:
            return Looks(self.absent_since, Settlement.DONE)
        if proven and not (truth.waiting & ours):
            return self._again(Settlement.PARTLY, at)
        if not proven and ours <= truth.waiting:
            return self._again(Settlement.NOT_DONE, at)
        return Looks()

    def _again(self, settled: Settlement, at: float) -> "Looks":
        since = self.absent_since if self.absent_since is not None else at
        return Looks(since, settled if at - since >= APART_S else None)
