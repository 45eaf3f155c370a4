"""Tests with the simulated OverDrive.

The tests play visits with each value of each knob (an option of the simulator). In some tests, an answer is lost, or
the member borrows and returns in OverDrive's own app.

The simulated OverDrive and the back end share no code. Both were written from the same published pages.
"""

from contextlib import suppress
from dataclasses import fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError, WrongLoginError
from kiosk.backends.overdrive.account import OverDriveAccount
from kiosk.backends.overdrive.backend import OverDriveBackend
from kiosk.backends.overdrive.paths import GUESSES
from kiosk.backends.protocol import Password
from kiosk.domain.digital import LinkKind, OpeningRefused
from kiosk.domain.model import Direction, InDoubt, LoanAct, Medium, Recorded, RefusalKind, Refused, Secret, VisitId
from kiosk.domain.reservations import Released
from kiosk.domain.search import CopiesNow, Query, Results, Standing
from kiosk.simulator.overdrive import OVERDRIVE_PATRONS, OverdriveKnobs, OverdriveThread
from tests.backends.houses import House, overdrive_house, overdrive_site, play
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.sierra.desk import line

BOAT, LAMP, QUILL = "How to Borrow a Boat", "The Lamp on Harrow Lane", "A Ladder for Mr. Quill"


def other_values() -> list[tuple[str, Any]]:
    """Return each knob with each value that is not its default."""
    hints, found = get_type_hints(OverdriveKnobs), list[tuple[str, Any]]()
    for one in fields(OverdriveKnobs):
        hint, usual = hints[one.name], one.default
        if get_origin(hint) is Literal:
            found += [(one.name, value) for value in get_args(hint) if value != usual]
        elif hint is bool:
            found.append((one.name, not usual))
    return found


def who(key: str) -> Password:
    """Return the log-in of the made-up patron with this key."""
    patron = next(each for each in OVERDRIVE_PATRONS if each.key == key)
    return Password(patron.barcodes[0], Secret(patron.pin))


def title_id(library: OverdriveThread, name: str) -> str:
    """Return the id of the title with this name."""
    with library.library_state.lock:
        return library.library_state.title_named(name).id


def backend(library: OverdriveThread, **site: Any) -> OverDriveBackend:
    """Return a back end for this library."""
    facts = overdrive_site(library, **site)
    return OverDriveBackend(facts, MemoryLog(), MemoryItems(), library.library_state.clock.now, pauses_s=(0.0,))


async def enter(house: House, key: str = "marta") -> OverDriveAccount:
    """Sign this patron in."""
    account = await house.backend.sign_in(who(key), VisitId(1), "en")
    assert isinstance(account, OverDriveAccount)
    return account


@pytest.mark.parametrize(("knob", "value"), other_values())
def test_a_visit_goes_well_with_each_value_of_each_knob(overdrive: OverdriveThread, knob: str, value: Any) -> None:
    overdrive.control.turn(**{knob: value})
    house = overdrive_house(overdrive)
    if knob == "pins":
        house.backend = backend(overdrive, card_pin=False)

    async def story() -> None:
        account = await enter(house)
        assert {each.item.name for each in account.opening.loans} == {
            LAMP,
            "Winter Wheat",
            "Bench & Bevel, Winter 2026",
        }
        lent = await account.act(line(house.free))
        assert isinstance(lent, Recorded)
        assert lent.item is not None
        (facts,) = await account.titles([lent.item])
        named = facts.item
        assert (named.name, facts.medium) == (BOAT, Medium.EBOOK)
        assert knob == "covers" or facts.cover.startswith("http")
        ready, waits = await account.reserving.reservations()
        assert (ready.title, waits.title, ready.queue) == ("Forty Acres of Fog", "The Orchard Accounts", None)
        assert await account.reserving.release(waits.ident, None) == Released(None)
        found = await account.searching.search(Query("cartographer"))
        assert len(found.found) == 3
        assert await account.searching.search(Query("no such title")) == Results()
        loan = account.own_loan(named.code)
        assert loan is not None
        links = await account.digital.title_links(loan.ident)
        if knob == "bare_records" or (knob == "opening" and value != "redirect"):
            kinds = [LinkKind.APP]
        else:
            kinds = [LinkKind.APP] * (knob != "libby_link" or value == "some") + [LinkKind.BROWSER]
        assert isinstance(links, tuple)
        assert [each.kind for each in links] in (kinds, [LinkKind.BROWSER] if value == "some" else kinds)
        assert all(each.address.reveal() for each in links), [each.address.reveal() for each in links]
        back = line(house.mine, Direction.RETURN, 2)
        returned = await account.act(back)
        truth = await account.reconcile([line(house.free), back], finished=house.now())
        if knob == "bare_records":
            assert isinstance(returned, Refused)
        elif knob == "return_stays":
            assert truth.absent == {2}
        else:
            assert isinstance(returned, Recorded)
            assert [each.direction for each in truth.proven] == [Direction.BORROW, Direction.RETURN]
            assert house.out() >= {house.free}
            assert house.mine not in house.out()
        assert house.backend.left_out() == ()

    play(house, story)


def test_a_page_of_titles_needs_two_calls_and_says_which_titles_are_free(overdrive: OverdriveThread) -> None:
    house = overdrive_house(overdrive)
    overdrive.control.app_lends("ines", "The Cartographer's Debt")

    async def story() -> None:
        await house.backend.library("en")
        before = house.requests()
        finder = house.backend.searching("en")
        assert finder is not None
        page = await finder.search(Query())
        assert house.requests() - before == 2
        assert (len(page.found), page.more) == (25, True)
        titles = {each.item.name: each for each in page.found}
        free, out = titles["The Cartographer's Apprentice"], titles["The Cartographer's Debt"]
        assert (free.standing, free.copies) == (Standing.FREE, CopiesNow(1, 2))
        assert (free.author, free.medium) == ("Lucia Ferrante", Medium.EBOOK)
        assert (out.standing, out.copies) == (Standing.OUT, None)
        rest = await finder.search(Query(offset=50))
        assert (len(rest.found), rest.more) == (7, False)
        magazine = next(each for each in rest.found if each.medium is Medium.MAGAZINE)
        assert (magazine.standing, magazine.copies, magazine.author) == (Standing.FREE, None, "")
        details = await finder.details(free.item.ident)
        assert details is not None
        assert "A made-up title" in details.description

    play(house, story)


# --- who may enter ---


@pytest.mark.parametrize("key", ["olga", "desmond", "bao", "gone"])
@pytest.mark.parametrize("status", [400, 401])
def test_a_card_that_the_library_refuses_is_a_wrong_log_in(overdrive: OverdriveThread, key: str, status: int) -> None:
    overdrive.control.turn(refused_card=status)
    house = overdrive_house(overdrive)

    async def story() -> None:
        with pytest.raises(WrongLoginError) as wrong:
            await house.backend.sign_in(who(key), VisitId(1), "en")
        assert who(key).name not in wrong.value.words

    play(house, story)


@pytest.mark.parametrize(("site", "words"), [
    ({"client": Secret("MILLBROOK:wrong")}, "refuses the key"),
    ({"website_id": 7}, "website_id 7"),
    ({"authorization_name": "elsewhere"}, "authorization_name elsewhere"),
])  # fmt: skip
def test_wrong_settings_are_said_at_the_log_in(overdrive: OverdriveThread, site: dict[str, Any], words: str) -> None:
    house = overdrive_house(overdrive)
    house.backend = backend(overdrive, **site)

    async def story() -> None:
        with pytest.raises(MisconfiguredError, match=words):
            await house.backend.sign_in(who("marta"), VisitId(1), "en")

    play(house, story)


def test_a_library_that_is_not_there_is_said(overdrive: OverdriveThread) -> None:
    house = overdrive_house(overdrive)
    house.backend = backend(overdrive, library_id=1)

    async def story() -> None:
        with pytest.raises(MisconfiguredError, match="no library with the number 1 "):
            await house.backend.probe()

    play(house, story)


def test_a_token_that_ends_at_the_server_is_renewed(overdrive: OverdriveThread) -> None:
    house = overdrive_house(overdrive)

    async def story() -> None:
        account = await enter(house)
        overdrive.control.expire_tokens()
        assert isinstance(await account.act(line(house.free)), Recorded)
        overdrive.control.expire_tokens()
        assert len(await account.reserving.reservations()) == 2

    play(house, story)


# --- lost answers ---


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("direction", [Direction.BORROW, Direction.RETURN])
def test_a_lost_answer_is_settled_by_reading_and_the_act_is_sent_once(
    overdrive: OverdriveThread, direction: Direction, *, acts: bool
) -> None:
    house = overdrive_house(overdrive)
    borrows = direction is Direction.BORROW
    operation: Literal["checkout", "return"] = "checkout" if borrows else "return"
    overdrive.control.fault(operation, "drop", acts=acts)

    async def story() -> None:
        account = await enter(house)
        sent = line(house.free if borrows else house.mine, direction)
        assert await account.act(sent) == InDoubt()
        later = house.backend.account_for(account.member.reference, VisitId(1), house.log.acts[0].token)
        assert later is not None
        for reader in (account, later):
            before, lines = house.log.acts[0].before, house.log.acts[0].lines
            truth = await reader.reconcile(lines, finished=house.now(), before=before)
            assert [each.direction for each in truth.proven] == ([direction] if acts else [])
            assert truth.absent == (set() if acts else {1})
        calls = [each for each in overdrive.library_state.calls() if each.name == operation]
        assert len(calls) == 1
        assert len(overdrive.library_state.acts(operation)) == acts

    play(house, story)


# --- what members do in OverDrive's own app, and limits ---


def test_what_a_member_does_in_the_app_is_seen(overdrive: OverdriveThread) -> None:
    house = overdrive_house(overdrive)

    async def story() -> None:
        account = await enter(house)
        overdrive.control.app_takes_back("marta", "Winter Wheat")
        back = await account.act(line(house.mine, Direction.RETURN))
        assert isinstance(back, Recorded)  # the loans show that the title is back
        overdrive.control.app_lends("marta", BOAT)
        lent = await account.act(line(house.free, number=2))
        assert isinstance(lent, Recorded)
        assert lent.direction is Direction.BORROW
        overdrive.control.send_to_kindle("marta", LAMP)
        kindle = await account.act(line(title_id(overdrive, LAMP), Direction.RETURN, 3))
        assert isinstance(kindle, Refused)
        assert "Amazon" in kindle.refusal.words
        loans = (await account.reconcile([], finished=house.now())).loans
        sent = next(each for each in loans if each.item.name == LAMP)
        assert (sent.medium, sent.can) == (Medium.KINDLE, frozenset[LoanAct]())
        assert isinstance(await account.digital.title_links(sent.ident), OpeningRefused)

    play(house, story)


@pytest.mark.parametrize(("knobs", "kind"), [
    ({}, RefusalKind.LIMIT_REACHED),
    ({"loan_limit": "PatronHasExceededCheckoutLimit_ForCPC"}, RefusalKind.LIMIT_REACHED),
    ({"refusals": "BadRequest"}, RefusalKind.OTHER),
])  # fmt: skip
def test_a_full_account_is_refused(overdrive: OverdriveThread, knobs: dict[str, Any], kind: RefusalKind) -> None:
    overdrive.control.turn(**knobs)
    house = overdrive_house(overdrive)

    async def story() -> None:
        account = await enter(house, "greta")
        assert account.member.max_loans == 2
        said = await account.act(line(house.free))
        assert isinstance(said, Refused)
        assert said.refusal.kind is kind
        assert said.refusal.words

    play(house, story)


def test_a_refusal_without_a_code_is_in_doubt_and_the_loans_decide(overdrive: OverdriveThread) -> None:
    overdrive.control.turn(refusals="message")
    house = overdrive_house(overdrive)

    async def story() -> None:
        account = await enter(house)
        sent = line(house.taken)
        assert await account.act(sent) == InDoubt()
        assert (await account.reconcile([sent], finished=house.now())).absent == {1}

    play(house, story)


def test_27_loans_and_a_bundle_have_names(overdrive: OverdriveThread) -> None:
    house = overdrive_house(overdrive)

    async def story() -> None:
        for bundled in ("linked", "listed"):
            overdrive.control.turn(bundled=bundled)
            assert all(each.item.name for each in (await enter(house, "busy")).opening.loans)
            assert all(each.item.name for each in (await enter(house, "mononym")).opening.loans)

    play(house, story)


def test_a_busy_server_is_not_asked_too_often(overdrive: OverdriveThread) -> None:
    overdrive.control.turn(most_per_second=2, retry_after_s=0)
    house = overdrive_house(overdrive)

    async def story() -> None:
        house.backend = backend(overdrive, guesses=GUESSES)
        account = await house.backend.sign_in(who("marta"), VisitId(1), "en")
        assert isinstance(await account.act(line(house.free)), Recorded)
        assert refused_requests(overdrive) == 0
        quick = backend(overdrive)
        with suppress(ServerAwayError):
            await quick.sign_in(who("marta"), VisitId(1), "en")
        await quick.aclose()
        assert refused_requests(overdrive)  # the server refuses requests of a kiosk that asks too fast

    play(house, story)


def refused_requests(library: OverdriveThread) -> int:
    """Return the number of requests that the server has refused because they came too early."""
    return len([each for each in library.library_state.calls() if each.status == 429])


def test_covers_come_without_a_token(overdrive: OverdriveThread) -> None:
    house = overdrive_house(overdrive)
    house.backend = backend(overdrive, covers=("127.0.0.1",))

    async def story() -> None:
        account = await enter(house)
        pictures = [await house.backend.picture(each.cover) for each in account.opening.loans if each.cover]
        assert pictures
        assert all(each[:2] == b"\xff\xd8" for each in pictures)

    play(house, story)
