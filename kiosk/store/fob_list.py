"""The list of linked fobs for staff (initials, the code's last two characters, dates), and its revocations."""

import json
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from kiosk.domain.model import Secret
from kiosk.store.database import Database
from kiosk.store.encryption import Seal, WrongSealError
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_encryption import fob_hash, place_of
from kiosk.store.link_rows import LinkId, LinkRow, LinkRows, read_rows
from kiosk.store.times import moment
from kiosk.structs import hiding


class NeedsKeyError(Exception):
    """Members and codes cannot be read without this kiosk's key."""


class LinkedFob(Struct, frozen=True):
    """One link. `genuine` is True if the link is unchanged and this key opens it.

    If it is False, initials, tail and member are empty.
    """

    link: LinkId
    initials: str
    tail: str
    member: str
    linked: datetime
    expires: datetime
    used: datetime | None
    suspended: datetime | None
    has_pin: bool
    genuine: bool

    __repr__ = hiding("initials", "tail", "member")


class FobList:
    """The links, as staff's command reads and revokes them beside the running kiosk. All methods block.

    All methods raise StoreError.
    """

    def __init__(self, database: Database, key: KioskKey | None) -> None:
        self._database = database
        self._key = key

    def entries(self) -> tuple[LinkedFob, ...]:
        """Return all links, the oldest first."""
        return tuple(self._entry(row) for row in self._rows())

    def revoke(self, link: str) -> int:
        """Revoke the only link whose ident begins with this text of 4 or more characters. Return how many: 1 or 0."""
        fitting = [row.ident for row in self._rows() if row.ident.startswith(link.lower())] if len(link) >= 4 else []
        return self._delete("ident", fitting) if len(fitting) == 1 else 0

    def revoke_member(self, reference: str) -> int:
        """Revoke all links of this member and return how many. Raises NeedsKeyError."""
        self._needed()
        return self._delete("ident", [fob.link for fob in self.entries() if fob.genuine and fob.member == reference])

    def revoke_scan(self, code: Secret) -> int:
        """Revoke the link of this fob and return how many: 1 or 0. Raises NeedsKeyError."""
        key = self._needed()
        return self._delete("place", [place_of(key, fob_hash(key, code))])

    def revoke_all(self) -> int:
        """Revoke all links, also those of other kiosk keys, and return how many."""
        return self._database.write_now(lambda connection: connection.execute("DELETE FROM links").rowcount)

    def _rows(self) -> list[LinkRow]:
        return self._database.read_now(lambda connection: read_rows(connection, "1 = 1"))

    def _delete(self, column: str, values: Sequence[str | bytes]) -> int:
        statement = f"DELETE FROM links WHERE {column} = ?"  # noqa: S608
        return self._database.write_now(
            lambda connection: sum(connection.execute(statement, (value,)).rowcount for value in values)
        )

    def _needed(self) -> KioskKey:
        if self._key is None:
            raise NeedsKeyError("the kiosk key is not here")
        return self._key

    def _entry(self, row: LinkRow) -> LinkedFob:
        about = self._about(row)
        initials, tail, member = about or ("", "", "")
        return LinkedFob(
            link=LinkId(row.ident),
            initials=initials,
            tail=tail,
            member=member,
            linked=moment(row.linked),
            expires=moment(row.expires),
            used=moment(row.used) if row.used is not None else None,
            suspended=moment(row.suspended) if row.suspended is not None else None,
            has_pin=bool(row.pinned),
            genuine=about is not None,
        )

    def _about(self, row: LinkRow) -> tuple[str, str, str] | None:
        if self._key is None or not LinkRows(self._key).is_genuine(row):
            return None
        try:
            text = Seal(self._key.derive("vault:about")).open(row.about, row.ident)
            return msgspec.convert(json.loads(text), tuple[str, str, str])
        except (WrongSealError, ValueError, msgspec.ValidationError):
            return None
