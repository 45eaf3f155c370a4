"""The list of linked fobs for staff, and the ways to revoke links.

For each fob the list shows the member's initials, the last two characters of the code, and dates.
"""

import json
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from kiosk.domain.model import Secret
from kiosk.store.database import Database
from kiosk.store.encryption import Seal, WrongSealError
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_cards import cards_by_link
from kiosk.store.link_encryption import fob_hash, place_of
from kiosk.store.link_rows import LinkId, LinkRow, LinkRows, read_rows
from kiosk.store.times import moment
from kiosk.structs import hiding


class NeedsKeyError(Exception):
    """The command has no kiosk key. Without the key, the members and the codes of links cannot be decrypted."""


class LinkedFob(Struct, frozen=True):
    """One linked fob. `genuine` is True if nobody has changed the row and this kiosk's key can decrypt it.

    If `genuine` is False, `initials`, `tail` and `member` are empty.
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
    cards: tuple[str, ...] = ()
    """The keys of the digital systems for which a card is stored with this link."""

    __repr__ = hiding("initials", "tail", "member")


class FobList:
    """The list of linked fobs for the commands that staff use. The commands also work while the kiosk runs.

    All methods block. They raise StoreError if the file cannot be used.
    """

    def __init__(self, database: Database, key: KioskKey | None) -> None:
        self._database = database
        self._key = key

    def entries(self) -> tuple[LinkedFob, ...]:
        """Return all links. The fob that was linked first is the first in the list."""
        cards = self._database.read_now(cards_by_link)
        return tuple(self._entry(row, cards.get(row.ident, ())) for row in self._rows())

    def revoke(self, link: str) -> int:
        """Revoke the link whose name in the list begins with this text, and return 1.

        Revoke nothing and return 0 if the text has fewer than 4 characters, or if it is not the beginning of exactly
        one name.
        """
        fitting = [row.ident for row in self._rows() if row.ident.startswith(link.lower())] if len(link) >= 4 else []
        return self._delete("ident", fitting) if len(fitting) == 1 else 0

    def revoke_member(self, reference: str) -> int:
        """Revoke all links of this member and return their number. Raises NeedsKeyError if there is no kiosk key."""
        self._needed()
        return self._delete("ident", [fob.link for fob in self.entries() if fob.genuine and fob.member == reference])

    def revoke_scan(self, code: Secret) -> int:
        """Revoke the link of this fob and return 1. Return 0 if the fob is not linked.

        Raises NeedsKeyError if there is no kiosk key.
        """
        key = self._needed()
        return self._delete("place", [place_of(key, fob_hash(key, code))])

    def revoke_all(self) -> int:
        """Revoke all links, also links that were made with another kiosk key, and return their number."""
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

    def _entry(self, row: LinkRow, cards: tuple[str, ...]) -> LinkedFob:
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
            cards=cards,
        )

    def _about(self, row: LinkRow) -> tuple[str, str, str] | None:
        if self._key is None or not LinkRows(self._key).is_genuine(row):
            return None
        try:
            text = Seal(self._key.derive("vault:about")).open(row.about, row.ident)
            return msgspec.convert(json.loads(text), tuple[str, str, str])
        except (WrongSealError, ValueError, msgspec.ValidationError):
            return None
