"""A digital lending system in memory. It lends titles without a thing, and opens them with personal addresses."""

# ruff: noqa: ARG002 - the protocol has more arguments than this small system needs

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.backends.errors import ServerAwayError, WrongLoginError
from kiosk.backends.ports import WriteLog
from kiosk.backends.protocol import Account, Credential, Password
from kiosk.domain.digital import LinkKind, OpeningRefused, TitleLink
from kiosk.domain.model import (
    Direction,
    Line,
    LineOutcome,
    Loan,
    LoanAct,
    LoanId,
    Medium,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    VisitId,
)
from kiosk.structs import replace
from tests.backends.immediate import ImmediateAccount, ImmediateBackend, Shelf


@dataclass
class TitleShelf(Shelf):
    """The records of the digital library. `media` has the kind of each title, by its code."""

    media: dict[str, Medium] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    """The titles whose addresses somebody has asked for, in order of time."""
    refuses: bool = False
    """True if the system does not open any title."""

    def address(self, code: str, way: LinkKind, part: int = 1) -> str:
        """Return the address that opens the title. Each request gets a new address."""
        return f"https://read.example/{code}/{way}/{part}?token=t{len(self.opened)}x7f3a9c"


class DigitalAccount(ImmediateAccount):
    """The account of a member at the digital library."""

    def __init__(
        self, shelf: TitleShelf, member: str, visit: VisitId, log: WriteLog, now: Callable[[], datetime]
    ) -> None:
        self._titles = shelf
        super().__init__(shelf, member, visit, log, now)

    @property
    def digital(self) -> "DigitalAccount":
        return self

    async def title_links(self, loan: LoanId) -> tuple[TitleLink, ...] | OpeningRefused:
        if self._titles.away:
            raise ServerAwayError("no connection")
        self._titles.opened.append(loan)
        if self._titles.refuses:
            return OpeningRefused(Refusal(RefusalKind.OTHER, "Not now"))
        if self._titles.media.get(loan) is Medium.AUDIOBOOK:
            return tuple(self._link(loan, LinkKind.CONTENT, part, 2) for part in (1, 2))
        return self._link(loan, LinkKind.APP), self._link(loan, LinkKind.BROWSER)

    def _link(self, code: str, way: LinkKind, part: int = 1, parts: int = 1) -> TitleLink:
        app = "Libby" if way is LinkKind.APP else ""
        return TitleLink(way, Secret(self._titles.address(code, way, part)), part, parts, app=app)

    async def act(self, line: Line) -> LineOutcome:
        if line.direction is Direction.BORROW and (own := self.own_loan(line.code)) is not None:
            return Refused(Refusal(RefusalKind.ON_LOAN, item=own.item))
        outcome = await super().act(line)
        if isinstance(outcome, Recorded) and outcome.direction is Direction.BORROW:
            return replace(outcome, lent=self.own_loan(line.code))
        return outcome

    def _loans(self) -> tuple[Loan, ...]:
        opens = frozenset({LoanAct.OPEN, LoanAct.RETURN})
        media = self._titles.media
        return tuple(
            replace(loan, medium=media.get(loan.item.code, Medium.EBOOK), can=opens) for loan in super()._loans()
        )


class DigitalBackend(ImmediateBackend):
    """A LendingBackend whose library is a TitleShelf."""

    def __init__(self, shelf: TitleShelf, log: WriteLog, now: Callable[[], datetime]) -> None:
        super().__init__(shelf, log, now)
        self._titles = shelf

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        self._reach()
        if (
            not isinstance(credential, Password)
            or self._titles.passwords.get(credential.name) != credential.secret.reveal()
        ):
            raise WrongLoginError
        return DigitalAccount(self._titles, credential.name, visit, self._log, self._now)

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> Account:
        return DigitalAccount(self._titles, reference, visit, self._log, self._now)
