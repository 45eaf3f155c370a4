"""The terms of a line (due day, project, condition of the returned tool), and the choices for them."""

from datetime import date
from enum import StrEnum, auto
from typing import NewType

from msgspec import Struct

ReservationId = NewType("ReservationId", str)


class Project(Struct, frozen=True):
    """A project for which a member borrows tools, if the library wants to know it."""

    ident: str
    name: str


class Condition(Struct, frozen=True):
    """A condition from the library's own list that a member may give to a returned tool."""

    ident: str
    name: str


class Pickup(Struct, frozen=True):
    """The reservation of a tool that is picked up, and the last day on which the library keeps the tool."""

    reservation: ReservationId
    ends: date


class Offers(Struct, frozen=True):
    """The choices that the lending system gives this member."""

    projects: tuple[Project, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Terms(Struct, frozen=True):
    """The terms of a line. Without a condition, the tool comes back as good as it went out."""

    due: date | None = None
    project: Project | None = None
    condition: Condition | None = None


class Wish(Struct, frozen=True):
    """Terms that were asked for and are not answered yet; `number` tells this wish from an earlier one."""

    number: int
    terms: Terms


class TermKind(StrEnum):
    """A term that can be chosen for a line."""

    DUE = auto()
    PROJECT = auto()
    CONDITION = auto()


class Changed(Struct, frozen=True):
    """The terms that the line has now."""

    terms: Terms
