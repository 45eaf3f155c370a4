"""The vault of linked fobs. The secret of a link can be decrypted only with the fob's code and this kiosk's key.

The code itself is not stored. The kiosk makes a slow hash of the code, and then a keyed hash of this slow hash. The
keyed hash finds the row. Each row has a salt. The key for the row's secret is made from the slow hash of the code and
the salt. If the link has a PIN, the slow hash of the PIN is needed, too. The last part of this module checks if a code
can be linked.
"""

import asyncio
import json
import re
import secrets
import sqlite3
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec
from msgspec import Struct

from kiosk.domain.library import CodeRule
from kiosk.domain.meaning import WhyNotLinked, why_not_linked
from kiosk.domain.model import ItemCode, Secret
from kiosk.store.database import Database
from kiosk.store.encryption import Seal
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_cards import LinkCards, drop_cards_of_expired_links
from kiosk.store.link_encryption import (
    Remembered,
    RememberedPassword,
    RememberedToken,
    decrypted,
    encrypted,
    fob_hash,
    key_of,
    place_of,
    remembered_in,
    slow_hash,
    text_of,
)
from kiosk.store.link_passes import LinkPass
from kiosk.store.link_rows import LinkId, LinkRow, LinkRows, read_rows
from kiosk.store.reports import LinksRefused, LinkTampered, TellReport
from kiosk.store.times import Old, WallClock, milliseconds, moment
from kiosk.structs import hiding

T = TypeVar("T")

SUSPECT_AFTER = 3
SUSPECT_WITHIN = timedelta(hours=1)
_FREE_PIN_MISSES = 3
_FIRST_PIN_WAIT_S = 30.0
_LONGEST_PIN_WAIT_S = 3600.0
_EXPIRED_STAY = timedelta(days=30)


class Holder(Struct, frozen=True):
    """The member to whom a linked fob belongs. The lending system identifies the member by `reference`.

    The reference and the initials are stored encrypted. They are stored only for the list of fobs, which staff read.
    """

    reference: str
    initials: str

    __repr__ = hiding("reference", "initials")


class Linked(Struct, frozen=True):
    """The link of a fob. `remembered` is the decrypted secret of the link.

    If the server changes the token, `keeper` stores the new token. `cards` stores the cards for digital systems that
    the member lets the kiosk remember with this fob.
    """

    link: LinkId
    remembered: Remembered
    keeper: "LinkKeeper"
    cards: LinkCards

    __repr__ = hiding("keeper", "cards")


class NoLink(Struct, frozen=True):
    """The result if nobody has linked this fob here."""


class LinkNeedsPin(Struct, frozen=True):
    """The result if a PIN must be typed. `wrong` is True if a wrong PIN was typed.

    In the next `wait_s` seconds, no PIN is checked.
    """

    wrong: bool = False
    wait_s: float = 0.0


class Expired(Struct, frozen=True):
    """The result if the link has expired, because the fob was linked too long ago."""


class Suspended(Struct, frozen=True):
    """The result if the server refused the link when it was last used.

    If the link stores a token, the kiosk can try the token once more. In this case `linked` is the link. If the server
    accepts the token, Vault.succeeded makes the link usable again. If the link stores a password, `linked` is None. The
    kiosk does not try the password again, because the server could lock the account after several wrong passwords.
    """

    since: datetime
    linked: Linked | None


LinkAnswer = Linked | NoLink | LinkNeedsPin | Expired | Suspended


class Vault:
    """The store of linked fobs. It finds and adds links. It suspends a link if the server refuses the link.

    `slow` is the thread in which slow hashes are calculated. `site` is the address of the lending system.
    """

    def __init__(
        self,
        database: Database,
        key: KioskKey,
        slow: Executor,
        now: WallClock,
        tell: TellReport,
        *,
        site: str,
        link_days: int = 365,
        pin_once_a_day: bool = False,
    ) -> None:
        self._database = database
        self._key = key
        self._slow = slow
        self._now = now
        self._tell = tell
        # The links must stay valid if staff later write the address with capital letters or with a slash at its end.
        self._site = site.rstrip("/").lower()
        self._lives = timedelta(days=link_days)
        self._pin_once_a_day = pin_once_a_day
        self._rows = LinkRows(key)
        self._about = Seal(key.derive("vault:about"))
        self._pins_today: dict[str, tuple[date, bytes]] = {}

    async def find(self, fob: Secret, pin: Secret | None = None) -> LinkAnswer:
        """Return the link that this fob opens, or the reason why the fob opens no link.

        Raises StoreError if the disk fails.
        """
        row, slow = await self._row_of(fob)
        if not isinstance(row, LinkRow):
            return row
        if row.pinned:
            return await self._find_with_pin(row, slow, pin)
        return await self._opened(row, slow) or NoLink()

    async def pass_of(self, fob: Secret) -> LinkPass | LinkAnswer:
        """Return a pass for the link of this fob, or the reason why there is no pass.

        A link with a PIN gets no pass, because only the fob and the PIN together may open this link. Never returns
        Linked. Raises StoreError if the disk fails.
        """
        row, slow = await self._row_of(fob)
        if not isinstance(row, LinkRow):
            return row
        if row.pinned:
            return LinkNeedsPin()
        found = await self._opened(row, slow)
        if not isinstance(found, Linked):
            return found or NoLink()
        _, _, member = json.loads(self._about.open(row.about, row.ident))
        return LinkPass(found.link, found.keeper.key, member)

    async def open_with(self, given: LinkPass) -> LinkAnswer:
        """Return the link that this pass opens, or the reason why the pass opens no link.

        Raises StoreError if the disk fails.
        """
        row = self._usable(
            await self._database.read(lambda connection: self._row_where(connection, "ident", given.link))
        )
        return (await self._decrypted(row, given.key) or NoLink()) if isinstance(row, LinkRow) else row

    async def keep(self, fob: Secret, remembered: Remembered, holder: Holder, *, pin: Secret | None = None) -> LinkId:
        """Link this fob, and return the link's name when the row is on disk. Raises StoreError if the disk fails.

        The new link replaces an earlier link of the same fob.
        """
        row = await self._slowly(lambda: self._new_row(fob, remembered, holder, pin))
        await self._database.write(lambda connection: self._rows.put(connection, row))
        self._pins_today.pop(row.ident, None)
        return LinkId(row.ident)

    async def succeeded(self, link: LinkId) -> None:
        """Store the present time as the link's last use, because the server has just accepted the link. Never raises.

        If the link was suspended, it can be used again.
        """
        now = milliseconds(self._now())
        await self._database.write_or_postpone(
            lambda connection: self._rows.change(
                connection, link, lambda row: msgspec.structs.replace(row, used=now, suspended=None)
            )
        )

    async def refused(self, link: LinkId) -> None:
        """Suspend a link that the server refused. Never raises.

        Call this only if the server has answered with the status 400, 401 or 403. A status 5xx, an HTML page or no
        answer is not a refusal. If three links are refused within an hour, the settings are probably wrong. In this
        case the app gets the report LinksRefused.
        """
        now = milliseconds(self._now())
        old = Old.by(self._now(), SUSPECT_WITHIN)

        def write(connection: sqlite3.Connection) -> None:
            self._rows.change(connection, link, lambda row: msgspec.structs.replace(row, suspended=now))
            (count,) = connection.execute(
                "SELECT count(*) FROM links WHERE suspended > ? AND suspended < ?", (old.before, old.after)
            ).fetchone()
            if count >= SUSPECT_AFTER:
                self._tell(LinksRefused(count))

        await self._database.write_or_postpone(write)

    async def purge(self) -> int:
        """Delete the links that expired more than 30 days ago, and return their number.

        The cards of a link are deleted as soon as the link has expired. Raises StoreError if the disk fails.
        """
        now, before = milliseconds(self._now()), milliseconds(self._now() - _EXPIRED_STAY)

        def write(connection: sqlite3.Connection) -> int:
            drop_cards_of_expired_links(connection, now)
            return connection.execute("DELETE FROM links WHERE expires < ?", (before,)).rowcount

        return await self._database.write(write)

    async def replace_secret(self, link: LinkId, key: bytes, remembered: Remembered) -> None:
        """Replace the secret of a link with `remembered`. The new secret is encrypted with `key`, and written to disk.

        `key` is the key of this link. If the link was revoked, write nothing. Raises StoreError if the disk fails.
        """
        nonce = secrets.token_bytes(12)
        text = text_of(remembered)

        def changed(row: LinkRow) -> LinkRow:
            return msgspec.structs.replace(row, nonce=nonce, secret=encrypted(key, nonce, text, row.bound))

        await self._database.write(lambda connection: self._rows.change(connection, link, changed))

    # --- used by the methods above ---------------------------------------------------------------

    async def _row_of(self, fob: Secret) -> tuple[LinkRow | NoLink | Expired, bytes]:
        """Return the row of this fob, or the reason why there is none. Also return the slow hash of the fob's code."""
        slow = await self._slowly(lambda: fob_hash(self._key, fob))
        place = place_of(self._key, slow)
        return self._usable(
            await self._database.read(lambda connection: self._row_where(connection, "place", place))
        ), slow

    def _usable(self, row: LinkRow | None) -> LinkRow | NoLink | Expired:
        if row is None or row.site != self._site:
            return NoLink()
        return Expired() if self._now() >= moment(row.expires) else row

    def _row_where(self, connection: sqlite3.Connection, column: str, value: bytes | str) -> LinkRow | None:
        try:
            rows = read_rows(connection, f"{column} = ?", value)
        except msgspec.ValidationError:
            rows, genuine = [], False
        else:
            genuine = all(self._rows.is_genuine(row) for row in rows)
        if not genuine:
            self._tell(LinkTampered())
            return None
        return rows[0] if rows else None

    async def _opened(self, row: LinkRow, material: bytes) -> Linked | Suspended | None:
        """Decrypt the secret of this row, and return the link, or Suspended if the server has refused the link.

        `material` is the slow hash of the code. If the link has a PIN, the slow hash of the PIN follows. The key of the
        link is made from `material`. If the secret cannot be decrypted with this key, for example because the PIN was
        wrong, return None.
        """
        return await self._decrypted(row, await self._slowly(lambda: key_of(material, row.salt)))

    async def _decrypted(self, row: LinkRow, key: bytes) -> Linked | Suspended | None:
        text = await self._slowly(lambda: decrypted(key, row))
        if text is None:
            return None
        remembered = remembered_in(text)
        link = LinkId(row.ident)
        linked = Linked(link, remembered, LinkKeeper(self, link, key), LinkCards(self._database, link, key))
        if row.suspended is None:
            return linked
        return Suspended(moment(row.suspended), linked if isinstance(remembered, RememberedToken) else None)

    def _new_row(self, fob: Secret, remembered: Remembered, holder: Holder, pin: Secret | None) -> LinkRow:
        now = self._now()
        ident, salt, nonce = secrets.token_hex(8), secrets.token_bytes(16), secrets.token_bytes(12)
        slow = fob_hash(self._key, fob)
        pin_slow = slow_hash(pin.reveal(), self._key.derive("pin", salt)) if pin else b""
        about = json.dumps([holder.initials, fob.tail(), holder.reference])
        row = LinkRow(
            ident=ident,
            place=place_of(self._key, slow),
            salt=salt,
            site=self._site,
            kind="password" if isinstance(remembered, RememberedPassword) else "token",
            pinned=int(pin is not None),
            linked=milliseconds(now),
            expires=milliseconds(now + self._lives),
            nonce=nonce,
            secret=b"",
            about=self._about.close(about, ident),
        )
        key = key_of(slow + pin_slow, salt)
        return msgspec.structs.replace(row, secret=encrypted(key, nonce, text_of(remembered), row.bound))

    async def _slowly(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._slow, work)

    # --- PINs ------------------------------------------------------------------------------------

    async def _find_with_pin(self, row: LinkRow, slow: bytes, pin: Secret | None) -> LinkAnswer:
        wait_s = self._pin_wait_s(row)
        if wait_s > 0:
            return LinkNeedsPin(wait_s=wait_s)
        if pin is None:
            known = self._pin_of_today(row.ident)
            return LinkNeedsPin() if known is None else await self._opened(row, slow + known) or LinkNeedsPin()
        pin_slow = await self._slowly(lambda: slow_hash(pin.reveal(), self._key.derive("pin", row.salt)))
        found = await self._opened(row, slow + pin_slow)
        changed = await self._count_pin(row, missed=found is None)
        if found is None:
            return LinkNeedsPin(wrong=True, wait_s=self._pin_wait_s(changed))
        if self._pin_once_a_day:
            self._pins_today[row.ident] = (self._now().date(), pin_slow)
        return found

    def _pin_of_today(self, ident: str) -> bytes | None:
        today = self._now().date()
        self._pins_today = {each: (day, pin) for each, (day, pin) in self._pins_today.items() if day == today}
        return self._pins_today[ident][1] if ident in self._pins_today else None

    def _pin_wait_s(self, row: LinkRow) -> float:
        over = row.pin_misses - _FREE_PIN_MISSES
        if over < 0 or row.pin_missed is None:
            return 0.0
        since_s = max(0.0, (self._now() - moment(row.pin_missed)).total_seconds())
        return max(0.0, min(_FIRST_PIN_WAIT_S * 2.0 ** min(over, 20), _LONGEST_PIN_WAIT_S) - since_s)

    async def _count_pin(self, row: LinkRow, *, missed: bool) -> LinkRow:
        """Count a wrong PIN on disk, or set the count to 0 after a right PIN. Return the new row.

        `missed` is True if the PIN was wrong. Wait until the count is on disk before the screen shows if the PIN was
        right. Otherwise a person could try a PIN, cut the power at once, and the try would not be counted. Raises
        StoreError if the disk fails.
        """
        if not missed and not row.pin_misses:
            return row
        now = milliseconds(self._now())

        def counted(row: LinkRow) -> LinkRow:
            misses = row.pin_misses + 1 if missed else 0
            return msgspec.structs.replace(row, pin_misses=misses, pin_missed=now if missed else None)

        return await self._database.write(
            lambda connection: self._rows.change(connection, LinkId(row.ident), counted) or row
        )


class LinkKeeper:
    """An object that stores the new token of a link if the server changes the token during a visit.

    It implements the protocol `SecretKeeper`. It knows the key of the link, but not the code of the fob.
    """

    __slots__ = ("_link", "_vault", "key")

    def __init__(self, vault: Vault, link: LinkId, key: bytes) -> None:
        self._vault, self._link, self.key = vault, link, key

    async def rotated(self, token: Secret) -> None:
        """Write the server's new token to disk, and wait until this is done. Raises StoreError if the disk fails."""
        await self._vault.replace_secret(self._link, self.key, RememberedToken(token))


# --- codes that can be linked ---


class LinkProblem(StrEnum):
    """The reasons why a fob cannot be linked. Each value is the key of the text that tells the reason."""

    COMMAND = WhyNotLinked.COMMAND.value
    SHOP_CODE = WhyNotLinked.SHOP_CODE.value
    ITEM_CODE = WhyNotLinked.ITEM_CODE.value
    TOO_SHORT = WhyNotLinked.TOO_SHORT.value
    NO_NUMBER = WhyNotLinked.NO_NUMBER.value
    RANDOM_UID = "random-uid"


def link_problem(
    fob: Secret, *, rules: CodeRule | None, knows_item: Callable[[ItemCode], bool] = lambda _: False
) -> LinkProblem | None:
    """Return the reason why this fob cannot be linked, or None if it can be linked.

    `rules` are the rules in [codes] of the settings file if one reader reads both fobs and items. If no reader does so,
    `rules` is None. The code is certainly the code of a fob if it fits the fob rule, or if `rules` is None. For such a
    code the item rule does not matter, and the code may look like a shop code of 8 digits (EAN-8), because one of ten
    fob numbers with 8 digits looks like this by chance.

    Always refuse a code that looks like a longer shop code, and a code that is the code of a known item (`knows_item`).
    """
    code = fob.reveal()
    certain = rules is None or _fits(rules.fob, code)
    why = why_not_linked(fob, CodeRule() if certain or rules is None else rules)
    if why is not None and not (certain and why is WhyNotLinked.SHOP_CODE and len(code) == 8):
        return LinkProblem(why.value)
    if knows_item(ItemCode(code)):
        return LinkProblem.ITEM_CODE
    return LinkProblem.RANDOM_UID if _is_random_uid(code) else None


def _is_random_uid(code: str) -> bool:
    """Return True if the code is a random UID. Phones and passports send a new UID of 4 bytes at each scan.

    A random UID begins with 08. But many 125 kHz fobs have a fixed number that also begins with 08, for example
    08075634. For this reason a code with only digits does not count as a random UID.
    """
    plain = re.sub(r"[ :-]", "", code).upper()
    return re.fullmatch(r"08[0-9A-F]{6}", plain) is not None and not plain.isdigit()


def _fits(rule: str, code: str) -> bool:
    return bool(rule) and re.fullmatch(rule, code) is not None
