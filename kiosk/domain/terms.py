"""The terms of a line: when it is due, for which project, in what condition it comes back; and what may be chosen."""

from datetime import date
from enum import StrEnum, auto
from typing import NewType

from kiosk.domain.frozen import dataclass

ReservationId = NewType("ReservationId", str)


@dataclass(frozen=True, slots=True)
class Project:
    """What tools are borrowed for, where the library wants to know."""

    ident: str
    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A status of the library's own that a member may give to a tool that comes back."""

    ident: str
    name: str


@dataclass(frozen=True, slots=True)
class Pickup:
    """The reservation that a tool is picked up from, and the last day on which the library keeps it."""

    reservation: ReservationId
    ends: date


@dataclass(frozen=True, slots=True)
class Offers:
    """What the lending system lets this member choose from."""

    projects: tuple[Project, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a line. No condition: as good as it went out."""

    due: date | None = None
    project: Project | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """The terms that were asked for and not answered yet; `number` tells this wish from an earlier one."""

    number: int
    terms: Terms


class TermKind(StrEnum):
    """What can be chosen for a line."""

    DUE = auto()
    PROJECT = auto()
    CONDITION = auto()


@dataclass(frozen=True, slots=True)
class Changed:
    """The terms that the line has now."""

    terms: Terms
