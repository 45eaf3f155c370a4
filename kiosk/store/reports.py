"""What the stores tell the app: something that staff must see, or that it is over."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from kiosk.domain.frozen import dataclass


class StoreName(StrEnum):
    """The three files, one for each kind of loss: writes, links, and what can be read again."""

    JOURNAL = "journal"
    VAULT = "vault"
    CACHE = "cache"


@dataclass(frozen=True, slots=True)
class Broken:
    """This store cannot be used; `why` is for staff (disk full, read-only, no permission)."""

    store: StoreName
    why: str


@dataclass(frozen=True, slots=True)
class Mended:
    """This store can be written again."""

    store: StoreName


@dataclass(frozen=True, slots=True)
class MovedAside:
    """A file could not be read as a database. It is kept as `kept` (None: it was gone), and a new one was begun."""

    store: StoreName
    kept: Path | None
    why: str


@dataclass(frozen=True, slots=True)
class LinksRefused:
    """So many links were refused within an hour that the set-up is suspected, not the members."""

    count: int


@dataclass(frozen=True, slots=True)
class LinkTampered:
    """A linked fob's row was changed by something else than the kiosk; it is not used, and not deleted."""


StoreReport = Broken | Mended | MovedAside | LinksRefused | LinkTampered
Report = Callable[[StoreReport], None]
"""Called in the SQLite thread, or in the slow one: hop into the loop before doing anything with it."""
