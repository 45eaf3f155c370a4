"""The write log, the item memory and the token keeper of a back end, kept in memory."""

from dataclasses import dataclass, field

from kiosk.backends.errors import LogBrokenError
from kiosk.backends.ports import ActEnd, ActId, ActKind, ItemMemo, KeptLoan, PlannedWrite
from kiosk.domain.model import ItemCode, Secret


@dataclass(slots=True)
class MemoryLog:
    """A write log in memory. A test can read the log, and can let its writes fail."""

    acts: list[PlannedWrite] = field(default_factory=list)
    ends: dict[int, ActEnd] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    broken: bool = False
    breaks_after: ActKind | None = None
    """As soon as the log has a write of this kind, each write of another kind raises LogBrokenError."""

    async def begin(self, act: PlannedWrite) -> ActId:
        kinds = [done.kind for done in self.acts]
        if self.broken or (self.breaks_after in kinds and act.kind is not self.breaks_after):
            raise LogBrokenError("no space left")
        self.acts.append(act)
        return ActId(len(self.acts) - 1)

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        assert act not in self.ends, "a write ends once"
        self.ends[act] = end
        self.notes[act] = note

    @property
    def story(self) -> list[str]:
        """Return the kind and the result of every write, in order. A write without a result is "open"."""
        return [f"{act.kind} {self.ends.get(number, 'open')}" for number, act in enumerate(self.acts)]


@dataclass(slots=True)
class MemoryItems:
    """An item memory that keeps the items in a dictionary."""

    memos: dict[ItemCode, ItemMemo] = field(default_factory=dict)

    def recall(self, code: ItemCode) -> ItemMemo | None:
        return self.memos.get(code)

    def remember(self, code: ItemCode, memo: ItemMemo) -> None:
        self.memos[code] = memo


@dataclass(slots=True)
class MemoryRegister:
    """A register of digital loans in a dictionary. The keys are the member and the id of the loan."""

    loans: dict[tuple[str, str], KeptLoan] = field(default_factory=dict)

    async def loans_of(self, member: str) -> tuple[KeptLoan, ...]:
        return tuple(loan for (whose, _), loan in self.loans.items() if whose == member)

    async def keep(self, member: str, loan: KeptLoan) -> None:
        self.loans[member, loan.ident] = loan

    async def forget(self, member: str, ident: str) -> None:
        self.loans.pop((member, ident), None)


@dataclass(slots=True)
class MemoryKeeper:
    """A token keeper that keeps the new tokens in a list."""

    tokens: list[str] = field(default_factory=list)
    broken: bool = False

    async def rotated(self, token: Secret) -> None:
        if self.broken:
            raise LogBrokenError("no space left")
        self.tokens.append(token.reveal())
