"""The digital loans that the kiosk remembers, because some digital systems cannot list the loans of a member.

The kiosk remembers only loans that were made here, and only if the settings say so. A row contains a keyed hash of
the member, the time when the loan ends, and the encrypted loan. Nobody can find the rows of a member without the kiosk
key and the member's number.
"""

import logging
import sqlite3
from datetime import timedelta

import msgspec

from kiosk.backends.ports import KeptLoan
from kiosk.store.database import Database
from kiosk.store.encryption import Seal, WrongSealError
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.sqlite_file import StoreError
from kiosk.store.times import WallClock, milliseconds

ENDLESS_DAYS = 60
"""The number of days for which the kiosk remembers a loan whose end is not known."""

_log = logging.getLogger("kiosk.loans")


class KeptLoans:
    """The table of digital loans, in the file of the journal. kiosk.backends.ports.LoanRegister explains the methods.

    If the disk fails, the kiosk shows fewer loans than the member has. The loans themselves are not changed.
    """

    def __init__(self, database: Database, key: KioskKey, now: WallClock) -> None:
        self._database, self._key, self._now = database, key, now

    async def loans_of(self, member: str) -> tuple[KeptLoan, ...]:
        """Return the member's loans that have not ended yet. Return no loans if the disk fails."""
        now = milliseconds(self._now())
        query = "SELECT place, sealed FROM kept_loans WHERE member = ? AND ends > ? ORDER BY ends"

        def read(connection: sqlite3.Connection) -> list[tuple[bytes, bytes]]:
            return connection.execute(query, (self._hash(member), now)).fetchall()

        try:
            rows = await self._database.read(read)
        except StoreError as why:
            _log.warning("the digital loans made here cannot be read: %s", why)
            return ()
        opened = (self._opened(member, place, sealed) for place, sealed in rows)
        return tuple(loan for loan in opened if loan is not None)

    async def keep(self, member: str, loan: KeptLoan) -> None:
        """Write this loan of the member to disk. If the disk fails, write the loan later. Never raises."""
        place = self._place(member, loan.ident)
        sealed = self._seal(member).close(msgspec.json.encode(loan).decode(), place.hex())
        ends = milliseconds(loan.ends or self._now() + timedelta(days=ENDLESS_DAYS))
        row = (self._hash(member), place, sealed, ends)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO kept_loans (member, place, sealed, ends) VALUES (?,?,?,?)", row)

        await self._database.write_or_postpone(write)

    async def forget(self, member: str, ident: str) -> None:
        """Delete the member's loan with this id, because it has ended. Never raises."""
        place = self._place(member, ident)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM kept_loans WHERE place = ?", (place,))

        await self._database.write_or_postpone(write)

    async def purge(self, *, all_of_them: bool) -> None:
        """Delete the loans that have ended. If `all_of_them` is True, delete all loans. Never raises."""
        now = milliseconds(self._now())

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM kept_loans WHERE ends <= ? OR ?", (now, all_of_them))

        await self._database.write_or_postpone(write)

    def _hash(self, member: str) -> bytes:
        return self._key.derive("loans:member", member.encode())

    def _place(self, member: str, ident: str) -> bytes:
        return self._key.derive("loans:place", self._hash(member) + ident.encode())

    def _seal(self, member: str) -> Seal:
        return Seal(self._key.derive("loans:sealed", member.encode()))

    def _opened(self, member: str, place: bytes, sealed: bytes) -> KeptLoan | None:
        """Return the loan in this row, or None if the row cannot be decrypted, because somebody has changed it."""
        try:
            return msgspec.json.decode(self._seal(member).open(sealed, place.hex()), type=KeptLoan)
        except (WrongSealError, msgspec.MsgspecError):
            _log.warning("a digital loan made here cannot be decrypted, so it is not shown")
            return None
