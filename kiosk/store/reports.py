"""The reports that the stores send to the app. A report says that there is a problem, or that a problem has ended."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from msgspec import Struct


class StoreName(StrEnum):
    """The names of the three stores. Each store is a file.

    The journal has all writes, and the vault has the linked fobs. The cache has data that the kiosk can read again from
    the server.
    """

    JOURNAL = "journal"
    VAULT = "vault"
    CACHE = "cache"


class StoreUnusable(Struct, frozen=True):
    """A report that a store cannot be used. `why` tells staff the reason (disk full, read-only, no permission)."""

    store: StoreName
    why: str


class Mended(Struct, frozen=True):
    """A report that a store works again, after a report that the store could not be used."""

    store: StoreName


class MovedAside(Struct, frozen=True):
    """A report that the kiosk begins a new file for a store, because the old file was damaged or is gone.

    `moved_to` is the new name of the damaged file. It is None if the old file is gone.
    """

    store: StoreName
    moved_to: Path | None
    why: str


class LinksRefused(Struct, frozen=True):
    """A report that the server refused several linked fobs within an hour. The reason is probably a wrong setting."""

    count: int


class LinkTampered(Struct, frozen=True):
    """A report that another program changed the row of a linked fob. The row is not used and not deleted."""


StoreReport = StoreUnusable | Mended | MovedAside | LinksRefused | LinkTampered
TellReport = Callable[[StoreReport], None]
"""A function that receives a report. The SQLite thread can call it, so it must pass the report to the event loop."""
