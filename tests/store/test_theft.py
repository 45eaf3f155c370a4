"""Tests of links that somebody has changed, moved or stolen. Such links open no account and show no secret."""

import hashlib
import sqlite3
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.model import Secret
from kiosk.store.fob_list import FobList
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KeyStorage, KioskKey
from kiosk.store.link_encryption import RememberedPassword, RememberedToken, slow_hash
from kiosk.store.reports import LinkTampered
from kiosk.store.store import Store
from kiosk.store.vault import Holder, NoLink, Vault
from tests.store.conftest import Clock, Heard
from tests.store.samples import ANNA, FOB, OTHER_FOB, PIN, SITE, TOKEN, borrow, commit, linked

pytestmark = pytest.mark.slow
OTHER_VALUES: dict[str, object] = {
    "ident": "00" * 8, "salt": b"0" * 16, "site": "https://evil.example", "kind": "password", "pinned": 1, "linked": 5,
    "expires": 9_999_999_999_999, "nonce": b"0" * 12, "secret": b"0" * 40, "about": b"0" * 40, "used": 7,
    "suspended": 7, "pin_misses": 1, "pin_missed": 7, "mac": b"0" * 32,
}  # fmt: skip


@pytest.mark.usefixtures("quick_hash")
async def test_a_change_of_any_column_is_noticed_and_deletes_nothing(
    vault: Vault, store: Store, key: KioskKey, heard: Heard, state_dir: Path
) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    with closing(sqlite3.connect(state_dir / "vault.db", isolation_level=None)) as thief, thief:
        columns = [name for _, name, *_ in thief.execute("PRAGMA table_info(links)")]
        row = thief.execute("SELECT * FROM links").fetchone()
        assert set(columns) == {*OTHER_VALUES, "place"}
        for column in columns:
            thief.execute(f"UPDATE links SET {column} = ?", (OTHER_VALUES.get(column, b"elsewhere"),))
            heard.reports.clear()
            assert await vault.find(FOB) == NoLink()
            assert heard.reports == ([] if column == "place" else [LinkTampered()]), column
            [seen] = FobList(store.vault, key).entries()
            assert not seen.genuine, column
            thief.execute("DELETE FROM links")
            thief.execute(f"INSERT INTO links VALUES ({','.join('?' * len(row))})", row)
    linked(await vault.find(FOB))


async def test_a_column_of_a_wrong_type_is_tampering_too(vault: Vault, heard: Heard, state_dir: Path) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    with closing(sqlite3.connect(state_dir / "vault.db")) as thief, thief:
        thief.execute("UPDATE links SET salt = 'text'")
    assert await vault.find(FOB) == NoLink()
    assert heard.reports == [LinkTampered()]


async def test_a_row_moved_to_another_fob_opens_nothing(vault: Vault, state_dir: Path, heard: Heard) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    await vault.keep(OTHER_FOB, RememberedToken(Secret("bens")), Holder("member-12", "B"))
    with closing(sqlite3.connect(state_dir / "vault.db")) as thief, thief:
        (mine,) = thief.execute(
            "SELECT place FROM links WHERE length(about) = (SELECT min(length(about)) FROM links)"
        ).fetchone()
        thief.execute("DELETE FROM links WHERE place = ?", (mine,))
        thief.execute("UPDATE links SET place = ?", (mine,))
    assert await vault.find(OTHER_FOB) == NoLink()
    assert heard.reports == [LinkTampered()]


async def test_another_kiosk_key_opens_nothing(
    vault: Vault, store: Store, slow: Executor, clock: Clock, heard: Heard
) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    other_key = KioskKey(KeyStorage.FILE, is_new=False, _key=bytes(32))
    assert await Vault(store.vault, other_key, slow, clock, heard, site=SITE).find(FOB) == NoLink()
    for fobs in (FobList(store.vault, other_key), FobList(store.vault, None)):
        [seen] = fobs.entries()
        assert (seen.initials, seen.tail, seen.member, seen.genuine) == ("", "", "", False)


async def test_stolen_files_hold_no_code_no_token_no_name_no_pin(
    vault: Vault, journal: Journal, store: Store, state_dir: Path
) -> None:
    await vault.keep(FOB, TOKEN, ANNA, pin=PIN)
    await vault.keep(OTHER_FOB, RememberedPassword("anna.berg", Secret("hunter-two")), ANNA)
    found = linked(await vault.find(FOB, PIN))
    await found.keeper.rotated(Secret("second-token"))
    await vault.refused(found.link)
    await journal.begin(commit(5))
    await journal.begin(borrow())

    def all_bytes() -> bytes:
        return b"".join(path.read_bytes() for path in state_dir.iterdir() if path.name != "kiosk-key")

    in_use = all_bytes()
    assert (state_dir / "vault.db-wal").stat().st_size > 0
    store.close()
    for secret in (
        "FOB-00117788", "00117788", "FOB-00117789", "refresh-token-xyz", "second-token", "hunter-two", "anna.berg",
        "member-4711", "4711", "access-token-abc", "2468",
    ):  # fmt: skip
        for stolen in (in_use, all_bytes()):
            assert secret.encode() not in stolen
            assert secret.encode("utf-16-le") not in stolen


async def test_what_was_revoked_is_not_in_the_file_any_more(vault: Vault, store: Store, state_dir: Path) -> None:
    """A page of SQLite keeps the bytes of a deleted row, if SQLite does not overwrite them with zeros."""
    link = await vault.keep(FOB, TOKEN, ANNA)
    await vault.keep(OTHER_FOB, TOKEN, ANNA)
    with closing(sqlite3.connect(state_dir / "vault.db")) as thief:
        mine = thief.execute("SELECT secret, about, place FROM links WHERE ident = ?", (link,)).fetchone()
    assert FobList(store.vault, None).revoke(link) == 1
    store.close()
    left = (state_dir / "vault.db").read_bytes()
    assert not (state_dir / "vault.db-wal").exists()
    assert [part for part in mine if part in left] == []


def test_each_try_of_a_code_takes_32_mb() -> None:
    """The parameters (n, r, p) are written here a second time, because the other tests make the hash cheaper."""
    real = hashlib.scrypt(b"1234", salt=b"salt", n=32_768, r=8, p=1, maxmem=2**26, dklen=32)
    assert slow_hash("1234", b"salt") == real
    with pytest.raises(ValueError, match="memory limit"):
        hashlib.scrypt(b"1234", salt=b"salt", n=32_768, r=8, p=1, maxmem=32 * 1024 * 1024, dklen=32)
