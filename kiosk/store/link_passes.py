"""The passes that open the account of a linked fob later, when the fob is no longer there.

A member can scan a linked fob while the lending system does not answer. The kiosk then stores a pass with the returns
of this visit. The pass contains the key of the link, but no token and no code of a fob. The token is in the vault, and
the key decrypts it. For this reason the pass still opens the link after the server has replaced the token. If the link
was revoked, the pass opens nothing.

A pass is encrypted with the kiosk key. It is deleted in the transaction that settles the last return of its visit. A
pass that is older than PASS_LIVES opens nothing.
"""

import json
import logging
import sqlite3
from datetime import datetime, timedelta

from msgspec import Struct

from kiosk.domain.model import VisitId
from kiosk.store.encryption import Seal, WrongSealError
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_rows import LinkId
from kiosk.store.times import milliseconds
from kiosk.structs import hiding

PASS_LIVES = timedelta(hours=24)

_log = logging.getLogger("kiosk.journal")


class LinkPass(Struct, frozen=True):
    """The right to open one link without its fob. `key` decrypts the secret of the link.

    `member` is the lending system's reference for the member to whom the fob belongs.
    """

    link: LinkId
    key: bytes
    member: str

    __repr__ = hiding("key", "member")


class LinkPasses:
    """The table of passes, in the file of the journal. Its methods run in the SQLite thread."""

    def __init__(self, key: KioskKey) -> None:
        self._seal = Seal(key.derive("journal:passes"))

    def keep(self, connection: sqlite3.Connection, visit: VisitId, given: LinkPass, now: datetime) -> None:
        """Write the pass of this visit. If the visit has a pass already, change nothing."""
        text = json.dumps([given.link, given.key.hex(), given.member])
        row = (visit, milliseconds(now), self._seal.close(text, _bound(visit)))
        connection.execute("INSERT OR IGNORE INTO passes (visit, kept, sealed) VALUES (?,?,?)", row)

    def of(self, connection: sqlite3.Connection, visit: VisitId, now: datetime) -> LinkPass | None:
        """Return the pass of this visit, or None if there is no pass, or if it is too old or cannot be decrypted."""
        oldest = milliseconds(now - PASS_LIVES)
        found = connection.execute("SELECT sealed FROM passes WHERE visit = ? AND kept > ?", (visit, oldest)).fetchone()
        if found is None:
            return None
        try:
            link, key, member = json.loads(self._seal.open(found[0], _bound(visit)))
        except WrongSealError:
            _log.warning("a pass for returns cannot be opened: was it sealed with another kiosk key?")
            return None
        return LinkPass(LinkId(link), bytes.fromhex(key), member)


def drop_pass_if_settled(connection: sqlite3.Connection, visit: int) -> None:
    """Delete the pass of this visit if all returns of the visit are settled."""
    connection.execute(
        "DELETE FROM passes WHERE visit = ? AND NOT EXISTS (SELECT 1 FROM returns WHERE visit = ? AND settled IS NULL)",
        (visit, visit),
    )


def _bound(visit: VisitId) -> str:
    return f"pass of visit {visit}"
