"""Tests of borrowing: a scan stages a line, one more call corrects its due date, a refusal shows the server's words."""

from datetime import date, timedelta

import pytest

from kiosk.backends.ports import ItemMemo
from kiosk.domain.model import Direction, ItemCode, RefusalKind
from kiosk.simulator import SimulatorThread
from tests.backends.visits import (
    FREE,
    FREE_14_DAYS,
    FREE_UNTIL_TOMORROW,
    IN_REPAIR,
    NOT_A_LABEL,
    TAKEN,
    WEDNESDAY,
    Visit,
    at,
    refused,
    staged,
)


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
