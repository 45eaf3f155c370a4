"""The catalogue of the made-up library: its tools, statuses, categories, places and projects, read from assets/demo."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

from kiosk.assets import asset

Lends = bool | Literal["staff"]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool, which has a label with its code. `days` is the usual length of a loan.

    `fee` is in cents. If `per` is "day", the fee is for each day of a loan. If `per` is "loan", the fee is for the
    whole loan. `status` is the id of the status that the tool has after a reset.
    """

    id: int
    code: str
    name: str
    brand: str
    model: str
    category: int
    location: int
    days: int
    shelf: str = ""
    fee: int = 0
    per: Literal["loan", "day"] = "loan"
    status: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A status or a category. It has a name in each language of the library. `name` is the English name."""

    id: int
    name: str
    fr: str
    es: str
    de: str
    nl: str

    def called(self, language: str) -> str:
        """Return the name in this language, or the English name if the language is not known."""
        return {"fr": self.fr, "es": self.es, "de": self.de, "nl": self.nl}.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Status(NamedThing):
    """A status that a tool can have, for example because the tool is broken.

    `lends` is True if members can borrow a tool with this status, and False if nobody can. It is "staff" if only a
    member who belongs to the staff can borrow the tool.
    """

    lends: Lends


@dataclass(frozen=True, slots=True)
class Category(NamedThing):
    """A kind of tool."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place where tools are. `path` has the names of the larger places around this place, the largest first.

    The last name in `path` is the name of the place itself.
    """

    id: int
    path: tuple[str, ...]

    def holds(self, other: "Location") -> bool:
        """Return True if the other place is this place itself, or is inside this place."""
        return other.path[: len(self.path)] == self.path


@dataclass(frozen=True, slots=True)
class CatalogueProject:
    """A project for which a member can borrow tools."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole catalogue. Everything has the same order as in the files in assets/demo.

    The keys of `by_code` are the codes on the labels of the tools. The keys of all other mappings are ids.
    """

    tools: Mapping[int, Tool]
    statuses: Mapping[int, Status]
    categories: Mapping[int, Category]
    locations: Mapping[int, Location]
    projects: Mapping[int, CatalogueProject]
    by_code: Mapping[str, Tool]


@cache
def read_catalogue() -> Catalogue:
    """Return the catalogue. The files are read only once, because they never change while a program runs."""
    shelves = tomllib.loads(asset("demo", "catalogue.toml").read_text("utf-8"))
    tools = [Tool(**row) for row in tomllib.loads(asset("demo", "tools.toml").read_text("utf-8"))["tool"]]
    return Catalogue(
        tools=MappingProxyType({each.id: each for each in tools}),
        statuses=MappingProxyType({row["id"]: Status(**row) for row in shelves["status"]}),
        categories=MappingProxyType({row["id"]: Category(**row) for row in shelves["category"]}),
        locations=MappingProxyType({row["id"]: Location(row["id"], tuple(row["path"])) for row in shelves["location"]}),
        projects=MappingProxyType({row["id"]: CatalogueProject(**row) for row in shelves["project"]}),
        by_code=MappingProxyType({each.code: each for each in tools}),
    )


@lru_cache(maxsize=2)
def with_more(count: int) -> Catalogue:
    """Return the catalogue with `count` more tools. Each new tool is a copy of another tool.

    The label and the name of a copy have an additional number.
    """
    known = read_catalogue()
    first = list(known.tools.values())
    again = (
        replace(
            like, id=100_001 + number, code=f"{like.code}-{number}", name=f"{like.name}, no. {number + 2}", status=None
        )
        for number in range(count)
        for like in (first[number % len(first)],)
    )
    tools = [*first, *again]
    return replace(
        known,
        tools=MappingProxyType({each.id: each for each in tools}),
        by_code=MappingProxyType({each.code: each for each in tools}),
    )
