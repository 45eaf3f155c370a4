"""The things of the made-up tool library, read from assets/demo."""

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
    """One thing with a label. `fee` is in cents per loan or per day; `status` is the one after a reset."""

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
    """A thing that has a name in each language of the library."""

    id: int
    name: str
    fr: str
    es: str
    de: str
    nl: str

    def called(self, language: str) -> str:
        """Return the name in this language, or in English if there is none."""
        return {"fr": self.fr, "es": self.es, "de": self.de, "nl": self.nl}.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Status(NamedThing):
    """A status of a tool that is not simply free. `lends` says if the tool may go out; "staff": only through staff."""

    lends: Lends


@dataclass(frozen=True, slots=True)
class Category(NamedThing):
    """A kind of tool."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place, as a path from the root to the leaf."""

    id: int
    path: tuple[str, ...]

    def holds(self, other: "Location") -> bool:
        """Return True if the other place is this place or is inside it."""
        return other.path[: len(self.path)] == self.path


@dataclass(frozen=True, slots=True)
class CatalogueProject:
    """A project that a loan can be for."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All things by their ids, in the order of the files; tools also by label."""

    tools: Mapping[int, Tool]
    statuses: Mapping[int, Status]
    categories: Mapping[int, Category]
    locations: Mapping[int, Location]
    projects: Mapping[int, CatalogueProject]
    by_code: Mapping[str, Tool]


@cache
def read_catalogue() -> Catalogue:
    """Read the catalogue once: it never changes while a program runs."""
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
    """Return the catalogue with `count` more tools: the known ones are repeated with numbers."""
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
