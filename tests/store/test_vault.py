"""Tests of the vault: a link opens only with its fob and the key of this kiosk, and with its PIN if it has one."""

import sqlite3
from concurrent.futures import Executor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.backends.ports import SecretKeeper
from kiosk.domain.model import Secret
from kiosk.store.fob_list import FobList, NeedsKeyError
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_encryption import RememberedPassword, RememberedToken
from kiosk.store.link_rows import LinkId
from kiosk.store.reports import LinksRefused
from kiosk.store.store import Store
from kiosk.store.vault import Expired, Holder, LinkNeedsPin, NoLink, Suspended, Vault
from tests.store.conftest import Clock, Heard
from tests.store.samples import ANNA, FOB, OTHER_FOB, PIN, SITE, TOKEN, WRONG, linked

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]


async def test_a_linked_fob_is_enough(vault: Vault) -> None:
    link = await vault.keep(FOB, TOKEN, ANNA)
    found = linked(await vault.find(FOB))
    assert (found.link, found.remembered) == (link, TOKEN)
    assert await vault.find(OTHER_FOB) == NoLink()


async def test_a_password_comes_back_with_its_name(vault: Vault) -> None:
    remembered = RememberedPassword("anna", Secret("p\N{LATIN SMALL LETTER A WITH DIAERESIS}ss word"))
    await vault.keep(FOB, remembered, ANNA)
    assert linked(await vault.find(FOB)).remembered == remembered


async def test_linking_a_fob_again_replaces_the_link(vault: Vault, store: Store, key: KioskKey) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    await vault.keep(FOB, RememberedToken(Secret("bens")), Holder("member-12", "B"))
    assert linked(await vault.find(FOB)).remembered == RememberedToken(Secret("bens"))
    assert [fob.member for fob in FobList(store.vault, key).entries()] == ["member-12"]


async def test_a_rotated_token_is_on_disk_before_it_is_used(vault: Vault, state_dir: Path) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    keeper: SecretKeeper = linked(await vault.find(FOB)).keeper
    with closing(sqlite3.connect(state_dir / "vault.db")) as other, other:
        before = other.execute("SELECT secret FROM links").fetchone()
        await keeper.rotated(Secret("second-token"))
        assert other.execute("SELECT secret FROM links").fetchone() != before
    assert linked(await vault.find(FOB)).remembered == RememberedToken(Secret("second-token"))


async def test_a_link_that_was_revoked_in_mid_visit_is_not_brought_back(
    vault: Vault, store: Store, key: KioskKey
) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    found = linked(await vault.find(FOB))
    assert FobList(store.vault, key).revoke(found.link) == 1
    await found.keeper.rotated(Secret("second-token"))
    await vault.succeeded(found.link)
    assert await vault.find(FOB) == NoLink()


async def test_a_link_expires(vault: Vault, clock: Clock, store: Store) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    clock.forward(days=364, hours=23)
    linked(await vault.find(FOB))
    clock.forward(hours=2)
    assert await vault.find(FOB) == Expired()
    clock.forward(days=31)
    assert await vault.purge() == 1
    assert await vault.find(FOB) == NoLink()


async def test_a_link_of_another_site_is_none_here(
    vault: Vault, store: Store, key: KioskKey, slow: Executor, clock: Clock, heard: Heard
) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    elsewhere = Vault(store.vault, key, slow, clock, heard, site="https://example.org/other")
    assert await elsewhere.find(FOB) == NoLink()
    linked(await Vault(store.vault, key, slow, clock, heard, site="https://Example.org/library/").find(FOB))
    assert heard.reports == []


# --- refusals -------------------------------------------------------------------------------------


async def test_a_refused_token_is_suspended_tried_once_more_and_restored_by_a_success(
    vault: Vault, clock: Clock
) -> None:
    link = await vault.keep(FOB, TOKEN, ANNA)
    await vault.refused(link)
    found = await vault.find(FOB)
    assert isinstance(found, Suspended)
    assert found.since == clock.now
    assert found.linked is not None
    assert found.linked.remembered == TOKEN
    await vault.succeeded(link)
    linked(await vault.find(FOB))


async def test_a_refused_password_is_not_tried_again(vault: Vault) -> None:
    link = await vault.keep(FOB, RememberedPassword("anna", Secret("pw")), ANNA)
    await vault.refused(link)
    found = await vault.find(FOB)
    assert isinstance(found, Suspended)
    assert found.linked is None


async def test_three_links_refused_within_an_hour_are_a_trouble_of_the_set_up_and_delete_nothing(
    vault: Vault, clock: Clock, heard: Heard, store: Store, key: KioskKey
) -> None:
    links = [await vault.keep(Secret(f"FOB-10000{n}"), TOKEN, ANNA) for n in range(4)]
    await vault.refused(links[0])
    clock.forward(minutes=61)
    for link in (links[1], links[1], links[2]):
        await vault.refused(link)
    assert heard.reports == []
    clock.forward(minutes=10)
    await vault.refused(links[3])
    assert heard.reports == [LinksRefused(3)]
    assert len(FobList(store.vault, key).entries()) == 4


async def test_links_that_a_clock_years_ahead_has_seen_refused_count_no_longer(
    vault: Vault, clock: Clock, heard: Heard
) -> None:
    links = [await vault.keep(Secret(f"FOB-10000{n}"), TOKEN, ANNA) for n in range(3)]
    for link in links[:2]:
        await vault.refused(link)
    clock.forward(days=-400)
    await vault.refused(links[2])
    assert heard.reports == []


# --- PIN ------------------------------------------------------------------------------------------


async def test_a_pin_is_needed_and_has_to_be_right(vault: Vault) -> None:
    await vault.keep(FOB, TOKEN, ANNA, pin=PIN)
    assert await vault.find(FOB) == LinkNeedsPin()
    assert await vault.find(FOB, WRONG) == LinkNeedsPin(wrong=True)
    assert linked(await vault.find(FOB, PIN)).remembered == TOKEN


async def test_wrong_pins_cost_more_and_more_time_over_restarts_too(
    vault: Vault, store: Store, key: KioskKey, slow: Executor, clock: Clock, heard: Heard
) -> None:
    await vault.keep(FOB, TOKEN, ANNA, pin=PIN)
    await vault.find(FOB, WRONG)
    await vault.find(FOB, WRONG)
    assert await vault.find(FOB, WRONG) == LinkNeedsPin(wrong=True, wait_s=30)
    restarted = Vault(store.vault, key, slow, clock, heard, site=SITE)
    clock.forward(seconds=10)
    assert await restarted.find(FOB, PIN) == LinkNeedsPin(wait_s=20)  # during the wait, even the right PIN fails
    clock.forward(seconds=20)
    assert await restarted.find(FOB, WRONG) == LinkNeedsPin(wrong=True, wait_s=60)
    clock.forward(hours=-5)
    assert await restarted.find(FOB) == LinkNeedsPin(wait_s=60)  # the wait must not grow if the clock is set back
    clock.forward(hours=6)
    linked(await restarted.find(FOB, PIN))
    # no wait, because the right PIN has reset the count of failed tries
    assert await restarted.find(FOB, WRONG) == LinkNeedsPin(wrong=True)


async def test_a_pin_once_a_day_is_asked_for_again_tomorrow(
    store: Store, key: KioskKey, slow: Executor, clock: Clock, heard: Heard
) -> None:
    vault = Vault(store.vault, key, slow, clock, heard, site=SITE, pin_once_a_day=True)
    await vault.keep(FOB, TOKEN, ANNA, pin=PIN)
    assert await vault.find(FOB) == LinkNeedsPin()
    linked(await vault.find(FOB, PIN))
    clock.forward(hours=3)
    linked(await vault.find(FOB))
    clock.forward(hours=12)
    assert await vault.find(FOB) == LinkNeedsPin()


# --- staff list and revoke links ------------------------------------------------------------------


async def test_staff_sees_initials_two_characters_and_dates(
    vault: Vault, store: Store, key: KioskKey, clock: Clock
) -> None:
    link = await vault.keep(FOB, TOKEN, ANNA, pin=PIN)
    clock.forward(days=1)
    await vault.succeeded(link)
    [seen] = FobList(store.vault, key).entries()
    assert (seen.initials, seen.tail, seen.has_pin, seen.genuine) == ("AB", "88", True, True)
    assert (seen.linked, seen.used) == (clock.now - timedelta(days=1), clock.now)
    assert seen.expires == seen.linked + timedelta(days=365)


async def test_revoking(vault: Vault, store: Store, key: KioskKey) -> None:
    fobs = FobList(store.vault, key)
    links = [await vault.keep(Secret(f"FOB-20000{n}"), TOKEN, Holder(f"m{n // 2}", "X")) for n in range(5)]
    assert fobs.revoke(links[0][:3]) == 0  # three characters are too few to name a link, so none is revoked
    assert fobs.revoke(links[0][:8]) == 1
    assert fobs.revoke_member("nobody") == 0
    assert fobs.revoke_member("m1") == 2
    assert fobs.revoke_scan(Secret("FOB-999999")) == 0
    assert fobs.revoke_scan(Secret("FOB-200001")) == 1
    assert [fob.link for fob in fobs.entries()] == [links[4]]
    without_key = FobList(store.vault, None)
    with pytest.raises(NeedsKeyError):
        without_key.revoke_scan(Secret("FOB-200004"))
    with pytest.raises(NeedsKeyError):
        without_key.revoke_member("m2")
    assert without_key.revoke_all() == 1
    assert await vault.find(Secret("FOB-200004")) == NoLink()


async def test_a_link_that_is_gone_is_no_error(vault: Vault) -> None:
    await vault.refused(LinkId("0123456789abcdef"))
    await vault.succeeded(LinkId("0123456789abcdef"))


async def test_nothing_of_a_link_shows_in_its_repr(vault: Vault) -> None:
    await vault.keep(FOB, RememberedPassword("anna", Secret("hunter-two")), ANNA)
    shown = repr(linked(await vault.find(FOB)))
    assert "hunter" not in shown
    assert "anna" not in shown
    assert "keeper" not in shown
