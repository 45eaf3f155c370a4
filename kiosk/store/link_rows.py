"""The rows of linked fobs. Each row has a check value (MAC).

The kiosk makes the MAC with its key. If another program changes the row, the MAC does not fit the row any more.
"""

import hmac
import sqlite3
from collections.abc import Callable
from typing import NewType

import msgspec

from kiosk.store.kiosk_key import KioskKey

LinkId = NewType("LinkId", str)
"""The name of a link in the commands for staff: 16 random hexadecimal digits."""

_COLUMNS = (
    "ident, place, salt, site, kind, pinned, linked, expires, nonce, secret, about, used, suspended, pin_misses, "
    "pin_missed, mac"
)
_CHANGED = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[1:])


class LinkRow(msgspec.Struct, frozen=True, array_like=True):
    """The row of one linked fob. After a scan, the kiosk finds the row by `place`. `mac` is the check value."""

    ident: str
    place: bytes
    salt: bytes
    site: str
    kind: str
    pinned: int
    linked: int
    expires: int
    nonce: bytes
    secret: bytes
    about: bytes
    used: int | None = None
    suspended: int | None = None
    pin_misses: int = 0
    pin_missed: int | None = None
    mac: bytes = b""

    @property
    def bound(self) -> bytes:
        """Return the columns to which the encrypted secret is bound, as bytes.

        If somebody changes one of these columns, the secret cannot be decrypted any more.
        """
        return msgspec.json.encode((self.ident, self.site, self.kind, self.pinned, self.linked, self.expires))


class LinkRows:
    """An object that writes rows with a MAC, and checks the MAC of rows. Its methods run in the SQLite thread."""

    def __init__(self, key: KioskKey) -> None:
        self._key = key

    def is_genuine(self, row: LinkRow) -> bool:
        """Return True if this kiosk wrote the row and nobody has changed the row after that."""
        return hmac.compare_digest(row.mac, self._mac(row))

    def put(self, connection: sqlite3.Connection, row: LinkRow) -> None:
        """Write the row with a new MAC. If the same fob has a row with another link, delete that link and its cards.

        If the link of `row` already has a row, replace the old row, and keep the cards that are stored with the link.
        """
        marked = msgspec.structs.replace(row, mac=self._mac(row))
        connection.execute("DELETE FROM links WHERE place = ? AND ident <> ?", (row.place, row.ident))
        values = msgspec.structs.astuple(marked)
        marks = ",".join("?" * len(values))
        connection.execute(
            f"INSERT INTO links ({_COLUMNS}) VALUES ({marks}) ON CONFLICT (ident) DO UPDATE SET {_CHANGED}",  # noqa: S608
            values,
        )

    def change(
        self, connection: sqlite3.Connection, ident: LinkId, change: Callable[[LinkRow], LinkRow]
    ) -> LinkRow | None:
        """Change the row of a link and return the new row.

        If the link was revoked, or if another program has changed its row, change nothing and return None.
        """
        rows = read_rows(connection, "ident = ?", ident)
        if not rows or not self.is_genuine(rows[0]):
            return None
        changed = change(rows[0])
        self.put(connection, changed)
        return changed

    def _mac(self, row: LinkRow) -> bytes:
        return self._key.derive("vault:row", msgspec.json.encode(msgspec.structs.replace(row, mac=b"")))


def read_rows(connection: sqlite3.Connection, where: str, *given: bytes | str | int) -> list[LinkRow]:
    """Return the rows that match the SQL condition `where`, the oldest first.

    Raises msgspec.ValidationError if a column has a wrong type.
    """
    found = connection.execute(f"SELECT {_COLUMNS} FROM links WHERE {where} ORDER BY linked, ident", given)  # noqa: S608
    return msgspec.convert(found.fetchall(), list[LinkRow])
