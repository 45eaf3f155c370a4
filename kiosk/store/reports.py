"""The reports of the stores to the app: a problem that staff must see, or the end of a problem."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from msgspec import Struct


class StoreName(StrEnum):
    """The three files: writes, links, and data that can be read again if it is lost."""

    JOURNAL = "journal"
    VAULT = "vault"
    CACHE = "cache"


class StoreUnusable(Struct, frozen=True):
    """A report that a store cannot be used; `why` is for staff (disk full, read-only, no permission)."""

    store: StoreName
    why: str


class Mended(Struct, frozen=True):
    """A report that a store can be written again."""

    store: StoreName


class MovedAside(Struct, frozen=True):
    """A report that a damaged database was moved to `moved_to` (None: the file was gone) and a new one created."""

    store: StoreName
    moved_to: Path | None
    why: str


class LinksRefused(Struct, frozen=True):
    """A report that many links were refused within an hour, so the set-up is probably wrong, not the members."""

    count: int


class LinkTampered(Struct, frozen=True):
    """A report that another program changed the row of a linked fob. The row is not used and not deleted."""


StoreReport = StoreUnusable | Mended | MovedAside | LinksRefused | LinkTampered
TellReport = Callable[[StoreReport], None]
"""A function that is called in the SQLite thread or in the slow thread, and must pass its work on to the loop."""
