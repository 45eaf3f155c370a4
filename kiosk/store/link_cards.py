"""The cards of digital systems that are stored with linked fobs.

A member can let the kiosk remember a card for a digital system. The number and the PIN of the card are encrypted with
the key of the link. So nobody can read the card without the fob and, if the link has a PIN, also without this PIN. If a
link is deleted or replaced, its cards are deleted in the same transaction.
"""

import json
import logging
import sqlite3
from collections.abc import Collection

from kiosk.backends.ports import CardKeeper, RememberedCard
from kiosk.domain.model import Secret
from kiosk.store.database import Database
from kiosk.store.encryption import Seal, WrongSealError
from kiosk.store.link_rows import LinkId

_log = logging.getLogger("kiosk.vault")


class LinkCards(CardKeeper):
    """The cards of one link. `key` is the key of this link."""

    __slots__ = ("_database", "_link", "_seal")

    def __init__(self, database: Database, link: LinkId, key: bytes) -> None:
        self._database, self._link, self._seal = database, link, Seal(key)

    async def card_of(self, system: str) -> RememberedCard | None:
        """Return the card for this digital system, or None if no card is stored or the card cannot be decrypted.

        Raises StoreError if the disk fails.
        """
        sealed = await self._database.read(lambda connection: self._sealed(connection, system))
        if sealed is None:
            return None
        try:
            number, pin = json.loads(self._seal.open(sealed, self._bound(system)))
        except WrongSealError:
            _log.error("a remembered card was changed by something else than the kiosk; it is not used")
            return None
        return RememberedCard(Secret(number), Secret(pin) if pin is not None else None)

    async def keep_card(self, system: str, card: RememberedCard) -> bool:
        """Store this card for this digital system, and return True when the card is on disk.

        An earlier card for the system is replaced. If the link was revoked, store nothing and return False. Raises
        StoreError if the disk fails.
        """
        text = json.dumps([card.number.reveal(), card.pin.reveal() if card.pin is not None else None])
        row = (self._link, system, self._seal.close(text, self._bound(system)), self._link)
        statement = """INSERT INTO cards (link, system, sealed)
                         SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM links WHERE ident = ?)
                         ON CONFLICT (link, system) DO UPDATE SET sealed = excluded.sealed"""
        return await self._database.write(lambda connection: connection.execute(statement, row).rowcount > 0)

    async def forget_card(self, system: str) -> bool:
        """Delete the card for this digital system, and return True when the card is deleted on disk. Never raises.

        If the disk fails, return False. The card is then deleted as soon as the disk works again.
        """
        row = (self._link, system)
        return await self._database.write_or_postpone(
            lambda connection: connection.execute("DELETE FROM cards WHERE link = ? AND system = ?", row)
        )

    def _sealed(self, connection: sqlite3.Connection, system: str) -> bytes | None:
        row = (self._link, system)
        found = connection.execute("SELECT sealed FROM cards WHERE link = ? AND system = ?", row).fetchone()
        return found[0] if found is not None else None

    def _bound(self, system: str) -> str:
        return f"card for {system} of link {self._link}"


async def forget_cards(database: Database, *, but: Collection[str]) -> int:
    """Delete the cards for all digital systems that are not in `but`, and return the number of deleted cards.

    `but` has the keys of the systems whose cards may be remembered, as the settings say. Raises StoreError if the disk
    fails.
    """

    def write(connection: sqlite3.Connection) -> int:
        systems = {system for (system,) in connection.execute("SELECT DISTINCT system FROM cards")}
        return sum(
            connection.execute("DELETE FROM cards WHERE system = ?", (system,)).rowcount
            for system in systems - set(but)
        )

    return await database.write(write)


def cards_by_link(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the keys of the digital systems for which each link has a card. The keys are in alphabetical order.

    Links without a card are left out.
    """
    found: dict[str, tuple[str, ...]] = {}
    for link, system in connection.execute("SELECT link, system FROM cards ORDER BY link, system"):
        found[link] = (*found.get(link, ()), system)
    return found


def drop_cards_of_expired_links(connection: sqlite3.Connection, now: int) -> None:
    """Delete the cards of all links that have expired. `now` is the present time in milliseconds since 1970."""
    connection.execute("DELETE FROM cards WHERE link IN (SELECT ident FROM links WHERE expires <= ?)", (now,))
