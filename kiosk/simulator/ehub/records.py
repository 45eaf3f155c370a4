"""The data of the simulated eHUB provider that can change, and frozen copies of this data for tests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.simulator.ehub.catalogue import ProviderTitle

ProviderAct = Literal["checkout", "return", "agreement", "content"]


@dataclass(slots=True)
class ProviderLoan:
    """A loan of a title to the person with this key. If `ended` is True, the loan was ended early.

    `format_id` is the format of the loan, or None if the loan has all formats.
    """

    id: str
    key: str
    title: ProviderTitle
    format_id: str | None
    out: datetime
    ends: datetime
    ended: bool = False


@dataclass(slots=True, repr=False)
class ContentLink:
    """A link that opens one part of a loan, or one supplement. The link works until `ends`.

    `ends` is in seconds of LibraryClock. If it is None, the link works until the loan ends. The class does not have the
    usual repr, so a log cannot show the loan.
    """

    loan_id: str
    part: str
    ends: float | None


@dataclass(frozen=True, slots=True)
class ProviderLoanFact:
    """A frozen copy of a loan, for tests."""

    id: str
    key: str
    record_id: str
    title: str
    format_id: str | None
    out: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ProviderActFact:
    """One act that the provider has really carried out, such as a check-out. Tests count these acts.

    `record_id` is empty if the act concerns no title. `at` is the time in seconds of LibraryClock. The act "content"
    means that a person has opened a link.
    """

    act: ProviderAct
    key: str
    record_id: str
    at: float


@dataclass(frozen=True, slots=True)
class SignedTokenFact:
    """A token that the provider has accepted, without the values of its claims. `claims` are the names of all claims.

    `issued` and `ends` are in seconds since the year 1970. If the token has no end, `ends` is None.
    """

    claims: frozenset[str]
    issued: int
    ends: int | None
