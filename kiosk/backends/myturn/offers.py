"""The choices of a member: projects, and the statuses that the library lets members give to a tool."""

from collections.abc import Sequence

from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.clean import plain
from kiosk.backends.myturn.schema import NamedAnswer, decode
from kiosk.domain.terms import Condition, Project

NEEDS_LOG_IN = frozenset({401, 403})
_NONE = frozenset({404, 405})


def projects(answer: HttpAnswer) -> tuple[Project, ...]:
    """Return the projects, sorted by name. Raises ServerAway, WrongAnswer."""
    found = (Project(str(each.id), plain(each.name)) for each in _named(answer, "projects"))
    return tuple(sorted((each for each in found if each.name), key=lambda each: each.name.casefold()))


def conditions(answer: HttpAnswer, allowed: Sequence[str]) -> tuple[Condition, ...]:
    """Return the statuses that the settings allow, in the order of the settings. Raises ServerAway, WrongAnswer."""
    known = {plain(each.name).casefold(): each for each in _named(answer, "statuses")}
    named = [(known.get(plain(name).casefold()), plain(name)) for name in allowed]
    return tuple(Condition(str(each.id), plain(each.name) or name) for each, name in named if each is not None)


def _named(answer: HttpAnswer, operation: str) -> list[NamedAnswer]:
    if answer.status in _NONE:
        return []
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    return decode(answer, list[NamedAnswer])
