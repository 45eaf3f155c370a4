"""Staging: borrow, bring back, take out; with due dates put right, and every answer that can get lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.backends import ActKind, ItemMemo, LogBroken, Misconfigured, OwnLoan, SignInLost
from kiosk.domain.model import (
    Direction,
    Gone,
    InDoubt,
    ItemCode,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
)
from kiosk.simulator import SimulatorThread
from tests.backends.visits import (
    FREE,
    FREE_14_DAYS,
    FREE_TOO,
    FREE_UNTIL_TOMORROW,
    IN_REPAIR,
    MINE,
    MINE_LATE,
    NOT_A_LABEL,
    TAKEN,
    WEDNESDAY,
    Visit,
    as_staged,
    at,
)


def refused(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused)
    return outcome.refusal


def staged(outcome: object) -> Staged:
    assert isinstance(outcome, Staged)
    return outcome


# --- borrowing ------------------------------------------------------------------------------------


def test_a_free_tool_is_staged_and_nothing_is_lent(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        line = staged(await visit.add(FREE))
        assert line.item is not None
        assert (line.item.name, line.item.shelf, line.item.loan_days) == ("Cordless drill 18 V", "A2", 7)
        assert line.due == date(2026, 3, 18)
        assert line.direction is Direction.BORROW
        assert FREE not in visit.out()
        assert visit.called() == {"add_checkout": 1}
        assert visit.log.story == ["borrow done"]

    at(library, story)


def test_a_wrong_guess_of_the_loan_length_is_put_right_by_one_update_and_remembered(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert staged(await visit.add(FREE_14_DAYS)).due == date(2026, 3, 25)
        assert visit.called() == {"add_checkout": 1, "change_checkout": 1}
        assert visit.log.story == ["borrow done", "change done"]
        assert visit.items.memos[ItemCode(FREE_14_DAYS)] == ItemMemo("Bar clamp 900 mm", 14)
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert cart.due == {FREE_14_DAYS: date(2026, 3, 25)}

    at(library, story)


def test_a_remembered_loan_length_needs_no_update(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        visit.items.remember(ItemCode(FREE_14_DAYS), ItemMemo("Bar clamp", 14))
        assert staged(await visit.add(FREE_14_DAYS)).due == date(2026, 3, 25)
        assert visit.called() == {"add_checkout": 1}

    at(library, story)


@pytest.mark.parametrize("beyond", ["refuse", "clamp"])
def test_a_tool_reserved_from_the_day_after_tomorrow_is_lent_until_then(library: SimulatorThread, beyond: str) -> None:
    library.control.turn(due_date_beyond=beyond)

    async def story(visit: Visit) -> None:
        assert staged(await visit.add(FREE_UNTIL_TOMORROW)).due == WEDNESDAY + timedelta(days=1)

    at(library, story)


@pytest.mark.parametrize("dates", ["date", "midnight"])
def test_both_forms_of_line_dates(library: SimulatorThread, dates: str) -> None:
    library.control.turn(line_dates=dates)

    async def story(visit: Visit) -> None:
        assert staged(await visit.add(FREE_14_DAYS)).due == date(2026, 3, 25)

    at(library, story)


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "POST"])
def test_the_verb_of_an_update_is_found_and_remembered(library: SimulatorThread, verb: str) -> None:
    library.control.turn(update_verb=verb)
    tries = ["PUT", "PATCH", "POST"].index(verb) + 1

    async def story(visit: Visit) -> None:
        assert staged(await visit.add(FREE_14_DAYS)).due == date(2026, 3, 25)
        assert visit.called()["change_checkout"] == tries
        await visit.add("CLMP-0002")
        assert visit.called()["change_checkout"] == tries + 1

    at(library, story)


def test_the_verb_of_an_update_can_be_set(library: SimulatorThread) -> None:
    library.control.turn(update_verb="POST")

    async def story(visit: Visit) -> None:
        await visit.add(FREE_14_DAYS)
        assert visit.called()["change_checkout"] == 1

    own = {"change_checkout": "POST /api/v1.1/self-checkout/carts/{cart}/checkouts/{line}"}
    at(library, story, paths=own)


def test_a_lost_update_leaves_the_line_with_the_date_that_the_cart_has(library: SimulatorThread) -> None:
    library.control.fault("change_checkout", "drop", acts=False)

    async def story(visit: Visit) -> None:
        assert staged(await visit.add(FREE_14_DAYS)).due == date(2026, 3, 18)
        assert visit.called() == {"add_checkout": 1, "change_checkout": 1, "carts": 1}

    at(library, story)


@pytest.mark.parametrize(
    ("member", "code", "kind"),
    [
        ("marta", NOT_A_LABEL, RefusalKind.ITEM_UNKNOWN),
        ("marta", "x" * 300, RefusalKind.ITEM_UNKNOWN),
        ("marta", "{}'\"<&\\é鋸", RefusalKind.ITEM_UNKNOWN),
        ("marta", TAKEN, RefusalKind.ON_LOAN),
        ("marta", IN_REPAIR, RefusalKind.NOT_AVAILABLE),
        ("marta", "WASH-0031", RefusalKind.RESERVED),
        ("marta", "GEN-0001", RefusalKind.STAFF_ONLY),
        ("olga.exp", FREE, RefusalKind.MEMBERSHIP_EXPIRED),
        ("desmond", FREE, RefusalKind.MAY_NOT_BORROW),
        ("max.out", FREE, RefusalKind.LIMIT_REACHED),
    ],
)
def test_every_refusal_has_its_kind_and_the_server_s_words(
    library: SimulatorThread, member: str, code: str, kind: RefusalKind
) -> None:
    async def story(visit: Visit) -> None:
        refusal = refused(await visit.add(code))
        assert refusal.kind is kind
        assert refusal.words
        assert visit.log.story == ["borrow refused"]

    at(library, story, enter=member)


@pytest.mark.parametrize("status", [400, 403, 409, 422])
def test_whatever_the_status_of_a_refusal(library: SimulatorThread, status: int) -> None:
    library.control.turn(refusal_status=status)

    async def story(visit: Visit) -> None:
        assert refused(await visit.add(TAKEN)).kind is RefusalKind.ON_LOAN

    at(library, story)


def test_the_words_follow_the_member_s_language(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        visit.account.speak("fr")
        assert "emprunté" in refused(await visit.add(TAKEN)).words

    at(library, story)


def test_a_refused_tool_is_named_where_it_was_seen_before(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        visit.items.remember(ItemCode(TAKEN), ItemMemo("Bar clamp", 14))
        item = refused(await visit.add(TAKEN)).item
        assert item is not None
        assert item.name == "Bar clamp"

    at(library, story)


@pytest.mark.parametrize("knob", ["same-line", "refuse"])
def test_a_label_that_is_in_the_cart_is_not_sent_twice(library: SimulatorThread, knob: str) -> None:
    library.control.turn(duplicate_add=knob)

    async def story(visit: Visit) -> None:
        first = staged(await visit.add(FREE))
        assert staged(await visit.add(FREE)).ref == first.ref
        assert visit.called() == {"add_checkout": 1}

    at(library, story)


def test_a_tool_that_another_device_put_in_the_cart_is_found_there(library: SimulatorThread) -> None:
    library.control.turn(duplicate_add="refuse")

    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "borrow", FREE)
        assert staged(await visit.add(FREE)).ref
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert cart.borrows == (FREE,)

    at(library, story)


# --- bringing back --------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", [Direction.BORROW, Direction.RETURN])
def test_a_tool_of_one_s_own_is_a_return(library: SimulatorThread, direction: Direction) -> None:
    async def story(visit: Visit) -> None:
        found = visit.account.find(ItemCode(MINE_LATE))
        assert isinstance(found, OwnLoan)
        line = staged(await visit.add(MINE_LATE, direction))
        assert (line.direction, line.loan, line.days_late) == (Direction.RETURN, found.loan.ident, 2)
        assert line.due == date(2026, 3, 9)
        assert MINE_LATE in visit.out()
        assert visit.called() == {"add_checkin": 1}
        assert visit.log.story == ["give_back done"]

    at(library, story)


def test_the_wrong_case_is_taken_where_it_can_mean_one_own_loan(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert staged(await visit.add(MINE.lower())).direction is Direction.RETURN

    at(library, story)


def test_a_return_of_what_is_not_on_the_account_is_refused_after_a_look(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert refused(await visit.add(FREE, Direction.RETURN)).kind is RefusalKind.NOT_ON_ACCOUNT
        assert visit.called() == {"carts": 1}

    at(library, story)


def test_a_loan_of_which_the_kiosk_did_not_know_is_brought_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "borrow", FREE)
        library.control.other_device("marta", "convert")
        assert staged(await visit.add(FREE)).direction is Direction.RETURN

    at(library, story)


def test_a_loan_that_ended_meanwhile_is_not_brought_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "return", MINE)
        library.control.other_device("marta", "convert")
        assert refused(await visit.add(MINE)).kind is RefusalKind.NOT_ON_ACCOUNT

    at(library, story)


def test_with_two_phases_a_return_is_committed_right_after_its_mark(library: SimulatorThread) -> None:
    library.control.turn(organization={"useTwoPhaseCommitOnKiosk": True})

    async def story(visit: Visit) -> None:
        await visit.add(MINE)
        assert visit.called() == {"add_checkin": 1, "commit_checkin": 1}
        assert visit.log.story == ["give_back done", "line_commit done"]
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert cart.committed == (MINE,)

    at(library, story)


@pytest.mark.parametrize(("kind", "acts"), [("drop", True), ("drop", False), ("html", False)])
def test_a_lost_commit_of_a_return_leaves_the_line_in_the_cart_and_is_not_sent_again(
    library: SimulatorThread, kind: str, *, acts: bool
) -> None:
    library.control.turn(organization={"useTwoPhaseCommitOnKiosk": True})
    library.control.fault("commit_checkin", kind, acts=acts)

    async def story(visit: Visit) -> None:
        staged(await visit.add(MINE))
        assert visit.called()["commit_checkin"] == 1
        assert visit.log.story == ["give_back done", "line_commit unknown"]

    at(library, story)


@pytest.mark.parametrize("knob", ["refuse", "renew"])
def test_a_tool_that_was_lent_to_the_member_elsewhere_just_now_is_brought_back(
    library: SimulatorThread, knob: str
) -> None:
    library.control.turn(own_loan_add=knob)

    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "borrow", FREE)
        library.control.other_device("marta", "convert")
        await visit.add(FREE_TOO)  # into a new cart, whose answer shows the new loan
        cart = visit.account._carts.cart
        assert cart is not None
        visit.account._carts.see(replace(cart, loans=()))  # a stale picture
        assert staged(await visit.add(FREE)).direction is Direction.RETURN
        assert visit.called()["add_checkout"] == 3

    at(library, story)


def test_an_agreement_that_is_asked_for_in_mid_visit_is_a_refusal_of_the_line(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "delete")
        library.control.change_member("marta", agreements_missing=True)
        assert refused(await visit.add(FREE)).kind is RefusalKind.AGREEMENT_MISSING

    at(library, story)


# --- taking out -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [FREE, MINE])
def test_what_is_taken_out_is_gone(library: SimulatorThread, code: str) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(code)
        assert await visit.account.take_out(visit.lines[0]) == Gone()
        assert await visit.account.take_out(visit.lines[0]) == Gone()
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert (cart.borrows, cart.returns) == ((), ())
        assert [act.kind for act in visit.log.acts][-1] is ActKind.TAKE_OUT
        assert sum(each for name, each in visit.called().items() if name.startswith("remove")) == 1

    at(library, story)


@pytest.mark.parametrize("code", [FREE, MINE])
def test_what_another_device_took_out_is_gone(library: SimulatorThread, code: str) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(code)
        library.control.other_device("marta", "remove", code)
        assert await visit.account.take_out(visit.lines[0]) == Gone()

    at(library, story)


def test_what_went_with_its_cart_is_gone_and_no_new_cart_is_made_for_it(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "delete")
        assert await visit.account.take_out(visit.lines[0]) == Gone()
        assert "create_cart" not in visit.called()

    at(library, story)


# --- answers that get lost --------------------------------------------------------------------------

OPERATIONS = [
    pytest.param("add_checkout", FREE, id="borrow"),
    pytest.param("add_checkin", MINE, id="return"),
]
UNANSWERED = [
    "drop",
    "cut",
    "html",
    "garbage",
    "empty",
    "truncated",
    "wrong-type",
    "nested",
    "huge",
    "redirect",
    "status",
]


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
@pytest.mark.parametrize("kind", UNANSWERED)
@pytest.mark.parametrize(("operation", "code"), OPERATIONS)
def test_after_no_usable_answer_the_cart_is_read_and_only_what_is_absent_is_sent_again(
    library: SimulatorThread, operation: str, code: str, kind: str, *, acts: bool
) -> None:
    library.control.fault(operation, kind, acts=acts)

    async def story(visit: Visit) -> None:
        staged(await visit.add(code))
        assert visit.called()[operation] == (1 if acts else 2)
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert (*cart.borrows, *cart.returns) == (code,)
        assert visit.log.story[-1].endswith("done")

    at(library, story)


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
@pytest.mark.parametrize("kind", UNANSWERED)
def test_a_lost_taking_out_is_settled_in_the_same_way(library: SimulatorThread, kind: str, *, acts: bool) -> None:
    library.control.fault("remove_checkout", kind, acts=acts)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        assert await visit.account.take_out(visit.lines[0]) == Gone()
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert cart.borrows == ()

    at(library, story)


def test_staging_is_sent_three_times_at_most(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "drop", count=None)

    async def story(visit: Visit) -> None:
        assert await visit.add(FREE) == InDoubt()
        assert visit.called() == {"add_checkout": 3, "carts": 3}
        assert visit.log.story == ["borrow unknown"] * 3

    at(library, story)


def test_silence_for_longer_than_the_time_out_is_no_answer(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "delay", answer_delay_s=30.0)

    async def story(visit: Visit) -> None:
        staged(await visit.add(FREE))
        assert visit.called()["add_checkout"] == 1

    at(library, story, timeout_s=0.5)


def test_no_answer_and_no_reading_either_is_in_doubt(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.fault("add_checkout", "drop")
        library.control.fault("carts", "status", status=502, count=None)
        assert await visit.add(FREE) == InDoubt()
        assert visit.called()["add_checkout"] == 1

    at(library, story)


@pytest.mark.parametrize("status", [408, 425, 429])
def test_try_later_is_not_sent(library: SimulatorThread, status: int) -> None:
    library.control.fault("add_checkout", "status", status=status, retry_after_s=9)

    async def story(visit: Visit) -> None:
        assert await visit.add(FREE) == NotSent(9.0)
        assert visit.log.story == ["borrow not_sent"]

    at(library, story)


def test_with_the_server_away_nothing_was_sent_and_it_works_when_it_is_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.go_away()
        assert await visit.add(FREE) == NotSent()
        library.control.come_back()
        staged(await visit.add(FREE))
        assert visit.log.story == ["borrow not_sent", "borrow done"]

    at(library, story)


def test_a_verb_that_is_not_taken_is_a_matter_for_staff(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "status", status=405)

    async def story(visit: Visit) -> None:
        with pytest.raises(Misconfigured, match="add_checkout"):
            await visit.add(FREE)

    at(library, story)


# --- the cart goes away -----------------------------------------------------------------------------


@pytest.mark.parametrize("empty", ["list", "404"])
@pytest.mark.parametrize("how", ["convert", "delete"])
def test_a_cart_that_is_gone_is_replaced_and_the_line_goes_into_the_new_one(
    library: SimulatorThread, how: str, empty: str
) -> None:
    library.control.turn(empty_as=empty)

    async def story(visit: Visit) -> None:
        library.control.other_device("marta", how)  # type: ignore[arg-type]
        staged(await visit.add(FREE))
        assert visit.called() == {"add_checkout": 2, "carts": 1, "create_cart": 1}

    at(library, story)


# --- the token ends ---------------------------------------------------------------------------------


def test_a_token_that_ended_is_renewed_once_and_the_write_sent_once_more(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        staged(await visit.add(FREE))
        assert visit.called() == {"add_checkout": 2, "renew_token": 1}
        assert visit.log.story == ["borrow not_sent", "borrow done"]

    at(library, story)


def test_without_a_refresh_token_the_sign_in_is_lost(library: SimulatorThread) -> None:
    library.control.turn(refresh_token=False)

    async def story(visit: Visit) -> None:
        assert visit.account.renewable is None
        library.control.expire_tokens()
        with pytest.raises(SignInLost):
            await visit.add(FREE)
        assert visit.log.story == ["borrow not_sent"]

    at(library, story)


def test_a_dead_refresh_token_loses_the_sign_in_too(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        library.control.revoke_refresh_tokens()
        with pytest.raises(SignInLost):
            await visit.add(FREE)

    at(library, story)


def test_a_second_401_is_not_renewed_again(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "status", status=401, count=2)

    async def story(visit: Visit) -> None:
        with pytest.raises(SignInLost):
            await visit.add(FREE)
        assert visit.called() == {"add_checkout": 2, "renew_token": 1}
        assert visit.log.story == ["borrow not_sent", "borrow not_sent"]

    at(library, story)


def test_a_renewal_that_finds_no_server_leaves_the_write_unsent(library: SimulatorThread) -> None:
    library.control.fault("renew_token", "status", status=503)

    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        assert await visit.add(FREE) == NotSent()
        staged(await visit.add(FREE))

    at(library, story)


# --- the log ----------------------------------------------------------------------------------------


def test_with_a_broken_log_nothing_is_sent(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        visit.forget_calls()
        visit.log.broken = True
        for act in (
            visit.account.borrow(visit.line(FREE_TOO)),
            visit.account.give_back(visit.line(MINE, Direction.RETURN)),
            visit.account.take_out(visit.lines[0]),
            visit.finish(),
        ):
            with pytest.raises(LogBroken):
                await act
        assert visit.called() == {}

    at(library, story)


def test_a_line_found_in_the_cart_can_be_taken_out(library: SimulatorThread) -> None:
    library.control.other_device("marta", "borrow", FREE)
    library.control.other_device("marta", "return", MINE)

    async def story(visit: Visit) -> None:
        for found in visit.account.opening.found:
            line = visit.line(found.item.code, found.direction)
            assert (
                await visit.account.take_out(as_staged(line, Staged(found.ref, found.item, loan=found.loan))) == Gone()
            )
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert (cart.borrows, cart.returns) == ((), ())

    at(library, story)
