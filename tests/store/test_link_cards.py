"""Tests of members' cards for digital systems. A card is stored with a link, and only the link's fob can decrypt it."""

import asyncio
import signal
import sqlite3
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.backends.ports import RememberedCard
from kiosk.domain.model import Secret
from kiosk.store.fob_list import FobList
from kiosk.store.kiosk_key import KioskKey, load_key
from kiosk.store.link_cards import LinkCards, forget_cards
from kiosk.store.link_encryption import RememberedPassword
from kiosk.store.schema import VAULT
from kiosk.store.store import Store
from kiosk.store.vault import Vault
from tests.store.another_process import python
from tests.store.conftest import Clock, Heard
from tests.store.samples import ANNA, FOB, OTHER_FOB, PIN, SITE, TOKEN, linked

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]

CARD = RememberedCard(Secret("23080000990001"), Secret("4711"))
PLAIN = RememberedCard(Secret("23080000990002"), None)


async def cards_of(vault: Vault, fob: Secret = FOB, pin: Secret | None = None) -> LinkCards:
    return linked(await vault.find(fob, pin)).cards


async def with_card(vault: Vault, fob: Secret = FOB, pin: Secret | None = None) -> LinkCards:
    """Link this fob, store a card with the link, and return the cards of the link."""
    await vault.keep(fob, TOKEN, ANNA, pin=pin)
    cards = await cards_of(vault, fob, pin)
    assert await cards.keep_card("od", CARD)
    return cards


def count(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "vault.db")) as other, other:
        return int(other.execute("SELECT count(*) FROM cards").fetchone()[0])


async def test_a_card_comes_back_with_its_fob_and_only_for_its_system(vault: Vault, state_dir: Path) -> None:
    await with_card(vault)
    assert await (await cards_of(vault)).card_of("od") == CARD
    assert await (await cards_of(vault)).card_of("eh") is None
    await (await cards_of(vault)).keep_card("od", PLAIN)
    assert await (await cards_of(vault)).card_of("od") == PLAIN
    assert count(state_dir) == 1
    shown = repr((CARD, await cards_of(vault), await vault.find(FOB)))
    assert not any(secret in shown for secret in ("990001", "990002", "4711"))


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_nothing_of_a_card_can_be_read_on_the_disk(vault: Vault, state_dir: Path) -> None:
    await with_card(vault)
    assert b"cards" in on_disk(state_dir)
    assert b"990001" not in on_disk(state_dir)


async def test_a_link_with_a_pin_opens_its_cards_with_the_pin_only(vault: Vault, store: Store, state_dir: Path) -> None:
    cards = await with_card(vault, pin=PIN)
    assert await cards.card_of("od") == CARD
    await vault.keep(OTHER_FOB, TOKEN, ANNA)
    other = await cards_of(vault, OTHER_FOB)
    with closing(sqlite3.connect(state_dir / "vault.db", isolation_level=None)) as thief:
        thief.execute("UPDATE cards SET link = ?", (linked(await vault.find(OTHER_FOB)).link,))
    assert await other.card_of("od") is None
    assert await cards.card_of("od") is None


async def test_a_card_moved_to_another_system_opens_nothing(vault: Vault, state_dir: Path) -> None:
    cards = await with_card(vault)
    with closing(sqlite3.connect(state_dir / "vault.db", isolation_level=None)) as thief:
        thief.execute("UPDATE cards SET system = 'eh'")
    assert await cards.card_of("eh") is None


async def test_a_card_outlives_every_change_of_its_link(vault: Vault) -> None:
    cards = await with_card(vault)
    found = linked(await vault.find(FOB))
    await found.keeper.rotated(Secret("second-token"))
    await vault.refused(found.link)
    await vault.succeeded(found.link)
    assert await (await cards_of(vault)).card_of("od") == await cards.card_of("od") == CARD


async def test_a_card_can_be_forgotten_while_the_link_stays(vault: Vault, state_dir: Path) -> None:
    cards = await with_card(vault)
    assert await cards.forget_card("od")
    assert await cards.forget_card("od")
    assert (await (await cards_of(vault)).card_of("od"), count(state_dir)) == (None, 0)


@pytest.mark.parametrize("way", ["revoke", "member", "scan", "all"])
async def test_a_card_goes_with_its_link(vault: Vault, store: Store, key: KioskKey, state_dir: Path, way: str) -> None:
    cards = await with_card(vault)
    fobs = FobList(store.vault, key)
    [fob] = fobs.entries()
    assert fob.cards == ("od",)
    revoked = {
        "revoke": lambda: fobs.revoke(fob.link),
        "member": lambda: fobs.revoke_member(ANNA.reference),
        "scan": lambda: fobs.revoke_scan(FOB),
        "all": fobs.revoke_all,
    }[way]()
    assert (revoked, count(state_dir)) == (1, 0)
    assert await cards.card_of("od") is None
    assert not await cards.keep_card("od", CARD)
    assert count(state_dir) == 0


async def test_a_fob_that_is_linked_again_has_no_card_of_before(vault: Vault, state_dir: Path) -> None:
    await with_card(vault)
    await with_card(vault, OTHER_FOB)
    await vault.keep(FOB, RememberedPassword("ben", Secret("pw")), ANNA)
    assert await (await cards_of(vault)).card_of("od") is None
    assert count(state_dir) == 1


async def test_a_card_is_deleted_as_soon_as_its_link_has_expired(vault: Vault, clock: Clock, state_dir: Path) -> None:
    await with_card(vault)
    clock.forward(days=364)
    assert (await vault.purge(), count(state_dir)) == (0, 1)
    clock.forward(days=2)
    assert (await vault.purge(), count(state_dir)) == (0, 0)
    clock.forward(days=31)
    assert await vault.purge() == 1


async def test_the_cards_of_a_system_that_may_remember_none_are_deleted(vault: Vault, store: Store) -> None:
    cards = await with_card(vault)
    await cards.keep_card("eh", PLAIN)
    assert await forget_cards(store.vault, but={"eh", "other"}) == 1
    assert (await cards.card_of("od"), await cards.card_of("eh")) == (None, PLAIN)
    assert await forget_cards(store.vault, but=()) == 1


async def test_links_of_a_file_without_cards_stay_and_can_remember_cards(
    vault: Vault, store: Store, key: KioskKey, slow: Executor, clock: Clock, state_dir: Path
) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    store.close()
    with closing(sqlite3.connect(state_dir / "vault.db", isolation_level=None)) as file:
        file.execute("DROP TRIGGER cards_go_with_their_link")
        file.execute("DROP TABLE cards")
        file.execute("PRAGMA user_version = 1")
    again, heard = Store.open(state_dir), Heard()
    newer = Vault(again.vault, key, slow, clock, heard, site=SITE)
    found = linked(await newer.find(FOB))
    assert found.remembered == TOKEN
    await found.cards.keep_card("od", CARD)
    assert await (await cards_of(newer)).card_of("od") == CARD
    assert (heard.reports, VAULT.version) == ([], 2)
    again.close()


_REMEMBERS = """
    import asyncio, sys
    from concurrent.futures import ThreadPoolExecutor
    from datetime import UTC, datetime
    from pathlib import Path
    from kiosk.backends.ports import RememberedCard
    from kiosk.domain.model import Secret
    from kiosk.store import link_encryption
    from kiosk.store.kiosk_key import load_key
    from kiosk.store.store import Store
    from kiosk.store.vault import Vault
    from tests.store.samples import ANNA, FOB, SITE, TOKEN

    link_encryption.COST = 2**4

    async def main():
        folder = Path(sys.argv[1])
        store = Store.open(folder)
        now = lambda: datetime(2026, 3, 2, 10, tzinfo=UTC)
        vault = Vault(store.vault, load_key(folder, {}), ThreadPoolExecutor(1), now, lambda _: None, site=SITE)
        for number in range(10**9):
            await vault.keep(FOB, TOKEN, ANNA)
            cards = (await vault.find(FOB)).cards
            for system in ("od", "eh"):
                await cards.keep_card(system, RememberedCard(Secret(f"23{number}"), Secret("4711")))
            print(number, flush=True)

    asyncio.run(main())
"""


@pytest.mark.parametrize("after", [1, 3, 20])
def test_kill_9_leaves_no_half_of_a_card_and_no_card_without_its_link(
    state_dir: Path, clock: Clock, after: int
) -> None:
    process = python(_REMEMBERS, state_dir)
    assert process.stdout is not None
    with process:
        for _ in range(after):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    asyncio.run(_look(state_dir, clock))


async def _look(folder: Path, clock: Clock) -> None:
    store, heard = Store.open(folder), Heard()
    with ThreadPoolExecutor(1) as slow:
        vault = Vault(store.vault, load_key(folder, {}), slow, clock, heard, site=SITE)
        found = linked(await vault.find(FOB))
        systems = FobList(store.vault, None).entries()[0].cards
        assert set(systems) <= {"od", "eh"}
        for system in systems:
            card = await found.cards.card_of(system)
            assert card is not None
            assert card.pin == Secret("4711")
        assert count(folder) == len(systems)
    store.close()
    assert heard.reports == []
