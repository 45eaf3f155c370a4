"""The terms of a line (due day, project, condition of the returned tool), and the choices for each term."""

from datetime import date
from enum import StrEnum, auto
from typing import NewType

from msgspec import Struct

ReservationId = NewType("ReservationId", str)


class Project(Struct, frozen=True):
    """A project for which a member borrows tools. Some libraries ask their members for the project."""

    ident: str
    name: str


class Condition(Struct, frozen=True):
    """A condition of a returned tool, from the library's own list. The member can choose one."""

    ident: str
    name: str


class Pickup(Struct, frozen=True):
    """The reservation from which a tool is picked up, and the last day on which the library keeps the tool.

    The day is None if the system does not say it.
    """

    reservation: ReservationId
    ends: date | None


class Offers(Struct, frozen=True):
    """The projects and conditions of the lending system from which this member can choose."""

    projects: tuple[Project, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Terms(Struct, frozen=True):
    """The terms of a line. If `condition` is None, the condition of the tool has not changed during the loan."""

    due: date | None = None
    project: Project | None = None
    condition: Condition | None = None


class Wish(Struct, frozen=True):
    """New terms that the member has chosen and the server has not confirmed yet. Each wish has its own `number`."""

    number: int
    terms: Terms


class TermKind(StrEnum):
    """A term that can be chosen for a line."""

    DUE = auto()
    PROJECT = auto()
    CONDITION = auto()


class Changed(Struct, frozen=True):
    """The server accepted a change of a line, and `terms` are the terms that the line has now."""

    terms: Terms
