"""Tests that every lending system must pass. The tests run with each kind of lending system."""

import pytest

from kiosk.backends.errors import LogBrokenError, ServerAwayError, WrongLoginError
from kiosk.backends.ports import ActKind
from kiosk.backends.protocol import Account, Password
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    Direction,
    Gone,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    LineState,
    LoanId,
    NotSent,
    Recorded,
    RefusalKind,
    Refused,
    Secret,
    Staged,
    VisitId,
)
from kiosk.structs import replace
from tests.backends.houses import House, play


def line(code: str, direction: Direction = Direction.BORROW, ident: int = 1) -> Line:
    return Line(LineId(ident), ItemCode(code), direction, LineState.CHECKING)


def answered(sent: Line, outcome: LineOutcome) -> Line:
    """Return the line with the values that a visit copies from this outcome."""
    assert isinstance(outcome, Staged | Recorded), outcome
    return replace(
        sent,
        state=LineState.STAGED if isinstance(outcome, Staged) else LineState.DONE,
        ref=outcome.ref if isinstance(outcome, Staged) else "",
        item=outcome.item,
        due=outcome.due,
        direction=outcome.direction or sent.direction,
        loan=outcome.loan,
    )


async def borrowed(account: Account, code: str, ident: int = 1) -> Line:
    return answered(line(code, ident=ident), await account.act(line(code, ident=ident)))


async def has_mine(account: Account, house: House) -> Account:
    """Return the account, which now has the loan of `mine`.

    If the system does not list the loans from before the visit, first borrow `mine`.
    """
    if not house.lists:
        await borrowed(account, house.mine, 100)
        house.log.acts.clear()
        house.log.ends.clear()
    return account


async def brought_back(account: Account, house: House, ident: int) -> Line:
    """Give back the item `mine`: a tool by a scan, a digital title by the button of its loan."""
    direction = Direction.RETURN if house.is_digital else Direction.BORROW
    return answered(line(house.mine, ident=ident), await account.act(line(house.mine, direction, ident)))


def test_it_says_what_it_can_do_and_which_library_it_is(house: House) -> None:
    async def story() -> None:
        assert (await house.backend.probe()).detail
        library = await house.backend.library("en")
        assert library.name
        account = await house.enter()
        assert library.at_once is (account.staging is None) is not house.stages

    play(house, story)


def test_signing_in_shows_who_it_is_and_what_is_out(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        assert account.member.first_name == house.greets
        assert account.member.reference
        assert {each.item.code for each in account.opening.loans} == (house.out() if house.lists else set())
        assert account.opening.lists_all is house.lists
        await has_mine(account, house)
        assert account.own_loan(ItemCode(house.mine)) is not None
        assert account.own_loan(ItemCode(house.free)) is None
        account.speak("fr")

    play(house, story)


def test_a_wrong_password_is_a_wrong_log_in(house: House) -> None:
    async def story() -> None:
        stranger = house.stranger or Password(house.who.name, Secret("no"))
        with pytest.raises(WrongLoginError):
            await house.backend.sign_in(stranger, VisitId(1), "en")

    play(house, story)


def test_an_absent_server_is_said_to_be_away(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        house.go_away()
        try:
            for asked in (house.backend.probe(), house.backend.library("en"), house.enter()):
                with pytest.raises(ServerAwayError):
                    await asked
            sent = replace(line(house.free), loan=None if house.lists else LoanId("earlier"))
            with pytest.raises(ServerAwayError):
                await account.reconcile([sent], finished=house.now())
            assert await account.act(line(house.free)) == NotSent()
            await account.sign_out()
        finally:
            house.come_back()

    play(house, story)


def test_a_whole_visit_ends_in_proof(house: House) -> None:
    async def story() -> None:
        account = await has_mine(await house.enter(), house)
        before = house.out()
        lines = [
            await borrowed(account, house.free, 1),
            await brought_back(account, house, 2),
            await borrowed(account, house.free_too, 3),
        ]
        assert [each.direction for each in lines] == [Direction.BORROW, Direction.RETURN, Direction.BORROW]
        assert (house.out() == before) is house.stages
        finished = house.now()
        staged = [each for each in lines if each.state is LineState.STAGED]
        if staged:
            assert account.staging is not None
            assert await account.staging.commit(CommitId(1), staged, finished=finished) == CommitDone()
        truth = await account.reconcile(lines, finished=finished)
        assert {each.line for each in truth.proven} == {1, 2, 3}
        assert truth.absent == frozenset()
        due = {each.line: each.due for each in truth.proven}
        assert all(due[each.ident] == each.due for each in lines if each.direction is Direction.BORROW)
        assert house.out() == (before | {house.free, house.free_too}) - {house.mine}
        await account.sign_out()

    play(house, story)


@pytest.mark.parametrize("kind", [RefusalKind.ITEM_UNKNOWN, RefusalKind.ON_LOAN])
def test_a_no_has_a_kind(house: House, kind: RefusalKind) -> None:
    async def story() -> None:
        account = await house.enter()
        outcome = await account.act(line(house.taken if kind is RefusalKind.ON_LOAN else "no-such"))
        assert isinstance(outcome, Refused)
        # Some systems say only that nobody can borrow the tool. They do not say that the tool is on loan.
        said = {outcome.refusal.kind, kind if outcome.refusal.kind is RefusalKind.NOT_AVAILABLE else None}
        assert kind in said
        assert bool(outcome.refusal.words) is house.quotes or kind is RefusalKind.ITEM_UNKNOWN
        assert house.log.story == ["borrow refused"]

    play(house, story)


def test_what_is_not_on_the_account_is_not_brought_back(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        outcome = await account.act(line(house.taken, Direction.RETURN))
        assert isinstance(outcome, Refused)
        assert outcome.refusal.kind is RefusalKind.NOT_ON_ACCOUNT

    play(house, story)


def test_the_scan_of_an_own_title_is_refused_and_gives_nothing_back(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        if not house.is_digital:
            return
        outcome = await (await has_mine(account, house)).act(line(house.mine))
        assert isinstance(outcome, Refused)
        assert outcome.refusal.kind is RefusalKind.ON_LOAN
        assert outcome.refusal.item is not None
        assert house.mine in house.out()

    play(house, story)


def test_taking_out_undoes_what_is_staged_and_nothing_else(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        added = await borrowed(account, house.free)
        assert (account.staging is None) is (added.state is LineState.DONE)
        if account.staging is not None:
            assert isinstance(await account.staging.take_out(added), Gone)
            assert house.free not in house.out()

    play(house, story)


def test_every_write_is_written_down_before_and_after(house: House) -> None:
    async def story() -> None:
        account = await has_mine(await house.enter(), house)
        await borrowed(account, house.free, 1)
        await brought_back(account, house, 2)
        assert [act.kind for act in house.log.acts] == [ActKind.BORROW, ActKind.GIVE_BACK]
        assert len(house.log.ends) == len(house.log.acts)
        assert {act.visit for act in house.log.acts} == {VisitId(1)}

    play(house, story)


def test_with_a_broken_log_nothing_is_sent(house: House) -> None:
    async def story() -> None:
        account = await has_mine(await house.enter(), house)
        before, house.log.broken = house.requests(), True
        for write in (account.act(line(house.free)), account.act(line(house.mine, Direction.RETURN))):
            with pytest.raises(LogBrokenError):
                await write
        assert house.requests() == before

    play(house, story)


def test_the_server_back_again_takes_what_was_not_sent(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        house.go_away()
        assert await account.act(line(house.free)) == NotSent()
        house.come_back()
        await borrowed(account, house.free)

    play(house, story)
