"""Tests of the rights that myTurn gives a member, and of members who have not signed the agreement."""

import json

import pytest

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import NotServedError
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.reading import most_loans
from kiosk.backends.myturn.refusals import turned_away
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import Direction, Missing, RefusalKind, Refused, Staged
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, FREE_TOO, Visit, at, by_password, refused, staged


@pytest.mark.parametrize(
    ("said", "where_zero_says_nothing", "where_zero_means_none"),
    [(None, None, None), (0, None, 0), (1, 1, 1), (10, 10, 10), (-1, None, None), (1e9, None, None)],
)
def test_how_many_tools_at_a_time(
    said: float | None, where_zero_says_nothing: int | None, where_zero_means_none: int | None
) -> None:
    assert most_loans(said, zero_means_none=False) == where_zero_says_nothing
    assert most_loans(said, zero_means_none=True) == where_zero_means_none


def test_zero_says_nothing_unless_somebody_knows_better() -> None:
    assert reading.ZERO_LOANS_MEANS_NONE is False


@pytest.mark.parametrize("status", [403, 409, 422])
def test_without_the_agreement_each_scan_is_refused_in_the_server_s_words(
    library: SimulatorThread, status: int
) -> None:
    library.control.turn(agreement_status=status)

    async def story(visit: Visit) -> None:
        account = await visit.enter(by_password("unsigned"))
        assert account.member.missing == {Missing.AGREEMENT}
        assert (account.opening.limits.can_return, account.opening.limits.can_borrow) == (False, None)
        for code in (FREE, FREE_TOO):
            no = refused(await visit.add(code))
            assert no.kind is RefusalKind.AGREEMENT_MISSING
            assert "agreements you must sign" in no.words
        assert account.billing.bill is None

    at(library, story, enter=None)


@pytest.mark.parametrize("status", [403, 409, 422])
def test_who_signs_meanwhile_goes_on_at_the_next_try(library: SimulatorThread, status: int) -> None:
    library.control.turn(agreement_status=status)

    async def story(visit: Visit) -> None:
        await visit.enter(by_password("unsigned"))
        assert isinstance(await visit.add(FREE), Refused)
        library.control.change_member("unsigned", agreements_missing=False)
        assert staged(await visit.add(FREE)).direction is Direction.BORROW

    at(library, story, enter=None)


def test_own_loans_are_found_as_soon_as_there_is_a_cart(library: SimulatorThread) -> None:
    library.control.change_member("marta", agreements_missing=True)

    async def story(visit: Visit) -> None:
        account = await visit.enter()
        assert account.opening.loans == ()
        assert isinstance(await visit.add("LVL-0002"), Refused)
        library.control.change_member("marta", agreements_missing=False)
        back = await visit.add("LVL-0002")
        assert isinstance(back, Staged)
        assert back.direction is Direction.RETURN

    at(library, story, enter=None)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("Agreement Signature Required", TurnAwayReason.AGREEMENT),
        ("User Fields Missing", TurnAwayReason.DETAILS),
        ("Payment Method Missing", TurnAwayReason.PAYMENT_METHOD),
        ("Payment Required", TurnAwayReason.PAYMENT_METHOD),
        ("Kiosk Not Allowed", TurnAwayReason.NOT_FOR_KIOSK),
        ("Something Else", TurnAwayReason.OTHER),
    ],
)
def test_why_no_cart_is_opened(code: str, reason: TurnAwayReason) -> None:
    body = json.dumps({"code": code, "message": "Words"}).encode()
    assert turned_away(HttpAnswer(409, body), "https://x").reason is reason


def test_other_reasons_turn_the_member_away(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.fault("create_cart", "status", status=403)
        with pytest.raises(NotServedError):
            await visit.enter(by_password("jamal"))

    at(library, story, enter=None)


def test_the_library_s_own_web_address_is_known(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        known = await visit.backend.library("en")
        assert known.web_url == library.url
        assert known.renew_url.startswith("http")

    at(library, story)
