"""Tests of passes. With a pass, the kiosk can open the link of a fob later, without the fob.

The tests check which link a pass opens, how long the pass is valid, and when it is deleted.
"""

from concurrent.futures import Executor
from pathlib import Path

import pytest

from kiosk.domain.messages.effects import Record, RecordKind, SaveReturn
from kiosk.domain.model import CommitId, ItemCode, LineId, Secret, VisitId
from kiosk.store.fob_list import FobList
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KeyStorage, KioskKey
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.link_passes import LinkPass
from kiosk.store.link_rows import LinkId
from kiosk.store.open_commits import Settlement
from kiosk.store.saved_returns import SavedReturns
from kiosk.store.store import Store
from kiosk.store.vault import Expired, LinkNeedsPin, NoLink, Suspended, Vault
from tests.store.conftest import Clock, Heard, rows
from tests.store.samples import ANNA, FOB, OTHER_FOB, PIN, SITE, TOKEN, commit, linked

pytestmark = pytest.mark.usefixtures("quick_hash")
HERE, ELSEWHERE = VisitId(3), VisitId(4)
PASS = LinkPass(LinkId("0123456789abcdef"), bytes(range(32)), "member-4711")
SEEN = Record(RecordKind.RETURN_SEEN, HERE, (ItemCode("DR-1"),), inbox=True)


def one(line: int, code: str, visit: VisitId = HERE, *, maybe_fob: bool = False) -> SaveReturn:
    return SaveReturn(visit, LineId(line), ItemCode(code), maybe_fob)


@pytest.fixture
def returns(store: Store, key: KioskKey, clock: Clock) -> SavedReturns:
    return SavedReturns(store.journal, key, clock)


async def passed(vault: Vault) -> LinkPass:
    found = await vault.pass_of(FOB)
    assert isinstance(found, LinkPass)
    return found


def files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


# --- what a pass opens ---


async def test_a_pass_opens_the_link_without_the_fob(vault: Vault) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    given = await passed(vault)
    assert given.member == ANNA.reference
    assert linked(await vault.open_with(given)).remembered == TOKEN


async def test_a_pass_finds_the_token_that_the_server_has_sent_since(vault: Vault) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    given = await passed(vault)
    await linked(await vault.find(FOB)).keeper.rotated(Secret("newer"))
    found = linked(await vault.open_with(given))
    assert found.remembered == RememberedToken(Secret("newer"))
    await found.keeper.rotated(Secret("newest"))
    assert linked(await vault.find(FOB)).remembered == RememberedToken(Secret("newest"))


async def test_no_pass_for_what_opens_no_account(vault: Vault, clock: Clock) -> None:
    assert await vault.pass_of(FOB) == NoLink()
    await vault.keep(OTHER_FOB, TOKEN, ANNA, pin=PIN)
    assert await vault.pass_of(OTHER_FOB) == LinkNeedsPin()
    await vault.refused(await vault.keep(FOB, TOKEN, ANNA))
    assert isinstance(await vault.pass_of(FOB), Suspended)
    clock.forward(days=366)
    assert await vault.pass_of(FOB) == Expired()


async def test_a_pin_that_was_typed_today_gives_no_pass(
    store: Store, key: KioskKey, slow: Executor, clock: Clock, heard: Heard
) -> None:
    vault = Vault(store.vault, key, slow, clock, heard, site=SITE, pin_once_a_day=True)
    await vault.keep(FOB, TOKEN, ANNA, pin=PIN)
    linked(await vault.find(FOB, PIN))
    linked(await vault.find(FOB))
    assert await vault.pass_of(FOB) == LinkNeedsPin()


async def test_a_pass_opens_nothing_after_the_link_is_gone(
    vault: Vault, store: Store, key: KioskKey, clock: Clock
) -> None:
    link = await vault.keep(FOB, TOKEN, ANNA)
    given = await passed(vault)
    await vault.refused(link)
    assert isinstance(await vault.open_with(given), Suspended)
    await vault.succeeded(link)
    linked(await vault.open_with(given))
    clock.forward(days=366)
    assert await vault.open_with(given) == Expired()
    clock.forward(days=-366)
    assert FobList(store.vault, key).revoke_all() == 1
    assert await vault.open_with(given) == NoLink()


async def test_a_pass_does_not_open_the_link_that_replaced_its_link(vault: Vault) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    given = await passed(vault)
    await vault.keep(FOB, TOKEN, ANNA)
    assert await vault.open_with(given) == NoLink()


async def test_a_pass_for_another_library_opens_nothing(
    vault: Vault, store: Store, key: KioskKey, slow: Executor, clock: Clock, heard: Heard
) -> None:
    await vault.keep(FOB, TOKEN, ANNA)
    given = await passed(vault)
    other = Vault(store.vault, key, slow, clock, heard, site="https://example.org/other")
    assert await other.open_with(given) == NoLink()


def test_a_pass_shows_nothing_of_the_member_or_the_key() -> None:
    assert repr(PASS) == "LinkPass(link='0123456789abcdef')"


# --- how a pass is stored ---


async def test_a_return_with_a_pass_waits_and_staff_are_not_asked(returns: SavedReturns, store: Store) -> None:
    assert await returns.save(one(1, "DR-1"), SEEN, PASS) == 1
    assert [(each.code, each.was_sent) for each in await returns.open_ones()] == [("DR-1", False)]
    assert await returns.pass_of(HERE) == PASS
    assert await returns.pass_of(ELSEWHERE) is None
    assert rows(store, "SELECT * FROM inbox") == []


async def test_the_pass_is_sealed_and_bound_to_its_visit(
    returns: SavedReturns, store: Store, state_dir: Path, clock: Clock
) -> None:
    await returns.save(one(1, "DR-1"), given=PASS)
    content = b"".join(path.read_bytes() for path in files(state_dir))
    for secret in (PASS.key, PASS.key.hex().encode(), PASS.member.encode(), PASS.link.encode()):
        assert secret not in content
    other_key = KioskKey(KeyStorage.FILE, is_new=False, _key=bytes(32))
    assert await SavedReturns(store.journal, other_key, clock).pass_of(HERE) is None
    store.journal.write_now(lambda connection: connection.execute("UPDATE passes SET visit = ?", (ELSEWHERE,)))
    assert await returns.pass_of(ELSEWHERE) is None


async def test_a_pass_lives_for_24_hours(returns: SavedReturns, store: Store, journal: Journal, clock: Clock) -> None:
    await returns.save(one(1, "DR-1"), given=PASS)
    clock.forward(hours=23)
    await returns.save(one(2, "DR-2"), given=PASS)
    assert await returns.pass_of(HERE) == PASS
    assert await journal.purge(90) == 0
    clock.forward(hours=1)
    assert await returns.pass_of(HERE) is None
    assert await journal.purge(90) == 1
    assert rows(store, "SELECT * FROM passes") == []
    assert len(await returns.open_ones()) == 2


async def test_the_pass_is_gone_with_the_last_return_of_its_visit(returns: SavedReturns, store: Store) -> None:
    for line, visit in ((1, HERE), (2, HERE), (3, ELSEWHERE)):
        await returns.save(one(line, f"DR-{line}", visit), given=PASS)
    first, second, _ = await returns.open_ones()
    await returns.settle(first.ident)
    assert await returns.pass_of(HERE) == PASS
    await returns.settle(second.ident, Record(RecordKind.RETURN_REFUSED, HERE, (second.shown,), inbox=True))
    assert rows(store, "SELECT visit FROM passes") == [(ELSEWHERE,)]


# --- a fob that is shown after the scans ---


async def test_returns_that_staff_were_asked_about_are_sent_after_all(
    returns: SavedReturns, store: Store, key: KioskKey, clock: Clock
) -> None:
    await returns.save(one(1, "DR-1"), SEEN)
    await returns.save(one(2, "DR-2", ELSEWHERE), Record(RecordKind.RETURN_SEEN, ELSEWHERE, inbox=True))
    await returns.save(one(3, "DR-3"), SEEN)
    assert await returns.send_after_all(HERE, PASS) == (1, 3)
    assert [each.code for each in await returns.open_ones()] == ["DR-1", "DR-3"]
    inbox = StaffInbox(store.journal, key, clock)
    assert [each.codes for each in inbox.entries()] == [("DR-2",)]
    assert await returns.pass_of(HERE) == PASS
    assert await returns.send_after_all(HERE, PASS) == ()


async def test_a_return_that_staff_have_booked_is_not_sent(
    returns: SavedReturns, store: Store, key: KioskKey, clock: Clock
) -> None:
    await returns.save(one(1, "DR-1"), SEEN)
    inbox = StaffInbox(store.journal, key, clock)
    assert inbox.resolve(inbox.entries()[0].ident, "booked", "Kim")
    assert await returns.send_after_all(HERE, PASS) == ()
    assert await returns.open_ones() == ()
    assert await returns.pass_of(HERE) is None


async def test_two_codes_with_one_question_are_both_sent(returns: SavedReturns) -> None:
    for line, code in ((1, "0004711"), (2, "0999911")):
        await returns.save(one(line, code, maybe_fob=True), SEEN)
    assert await returns.send_after_all(HERE, PASS) == (1, 2)


# --- the commit that sends the returns ---


async def test_a_return_knows_what_became_of_its_commit(returns: SavedReturns, journal: Journal) -> None:
    await returns.save(one(1, "DR-1"), given=PASS)
    (saved,) = await returns.open_ones()
    assert (saved.commit, saved.settlement) == (None, None)

    async def now() -> tuple[CommitId | None, Settlement | None]:
        (found,) = await returns.open_ones()
        return found.commit, found.settlement

    await returns.committing([saved.ident], CommitId(5))
    assert await now() == (5, Settlement.NOT_SENT)
    await journal.begin(commit(5))
    assert await now() == (5, None)
    await journal.settle(CommitId(5), Settlement.PARTLY)
    assert await now() == (5, Settlement.PARTLY)
