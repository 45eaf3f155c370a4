"""Tests of the sign-in with the form: the facts about the member, the refusals, and the cart of the visit."""

from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError, NotServedError, ServerAwayError, WrongLoginError
from kiosk.backends.ports import ItemMemo
from kiosk.backends.protocol import Password
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import Direction, Limits, Secret
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, MINE, UNUSABLE, Visit, at, by_password

# --- the sign-in with the form --------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["camelCase", "snake_case"])
@pytest.mark.parametrize("api_url", ["site", "versioned"])
def test_who_signs_in_is_known_by_first_name_in_every_spelling(
    library: SimulatorThread, spelling: str, api_url: str
) -> None:
    library.control.turn(login_spelling=spelling, api_url=api_url)

    async def story(visit: Visit) -> None:
        member = (await visit.enter()).member
        assert (member.reference, member.first_name, member.membership) == ("marta", "Marta", "Household")
        assert (member.may_borrow, member.may_use_kiosk, member.is_expired, member.is_staff) == (
            True,
            True,
            False,
            False,
        )
        assert member.max_loans == 10
        assert member.expires is not None

    at(library, story, enter=None)


def test_the_membership_id_is_a_name_too(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        account = await visit.enter(Password("1001", Secret("sawdust-and-tea")))
        assert account.member.reference == "marta"

    at(library, story, enter=None)


def test_members_of_every_kind(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert (await visit.enter(by_password("olga.exp"))).member.is_expired is True
        assert (await visit.enter(by_password("desmond"))).member.may_borrow is False
        staff = (await visit.enter(by_password("staff"))).member
        assert (staff.is_staff, staff.max_loans) == (True, None)
        assert (await visit.enter(by_password("mononym"))).member.first_name

    at(library, story, enter=None)


@pytest.mark.parametrize(("body", "words"), [("empty", ""), ("json", "That user name and password do not match.")])
def test_a_wrong_password_is_a_wrong_log_in(library: SimulatorThread, body: str, words: str) -> None:
    library.control.turn(login_failure_body=body)

    async def story(visit: Visit) -> None:
        with pytest.raises(WrongLoginError) as wrong:
            await visit.enter(Password("marta", Secret("guess")))
        assert wrong.value.words == words
        with pytest.raises(WrongLoginError):
            await visit.enter(Password("marta", Secret("")))

    at(library, story, enter=None)


@pytest.mark.parametrize("kind", UNUSABLE)
@pytest.mark.parametrize("operation", ["log_in", "carts", "create_cart"])
def test_an_answer_that_is_none_is_never_a_wrong_password(library: SimulatorThread, operation: str, kind: str) -> None:
    async def story(visit: Visit) -> None:
        await visit.backend.library("en")
        library.control.fault(operation, kind, count=None, acts=False)
        with pytest.raises(ServerAwayError):
            await visit.enter()

    at(library, story, enter=None)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_captive_portal_that_says_4xx_is_no_wrong_password(library: SimulatorThread, status: int) -> None:
    import asyncio

    from kiosk.backends.http import Wire
    from kiosk.backends.myturn.paths import Paths
    from kiosk.backends.myturn.session import login_answer
    from tests.backends.tiny import http, tiny

    async def run() -> None:
        async with tiny(http(b"<html>pay for the Wi-Fi</html>", status, content_type="text/html")) as server:
            from kiosk.backends.http import HttpCall

            wire = Wire(timeout_s=5.0)
            target = Paths(f"{server.url}/library").target("log_in")
            received = await wire.exchange(HttpCall("log_in", target.verb, target.url))
            await wire.aclose()
            with pytest.raises(ServerAwayError):
                login_answer(received, "log_in", WrongLoginError())

    asyncio.run(run())


def test_a_lost_answer_to_the_new_cart_is_settled_by_looking(library: SimulatorThread) -> None:
    library.control.fault("create_cart", "drop", acts=True)

    async def story(visit: Visit) -> None:
        await visit.enter()
        assert visit.called() == {"organization": 1, "log_in": 1, "carts": 2, "create_cart": 1}
        await visit.add(FREE)

    at(library, story, enter=None)


@pytest.mark.parametrize("status", [404, 405])
def test_a_wrong_path_is_a_matter_for_staff(library: SimulatorThread, status: int) -> None:
    library.control.fault("log_in", "status", status=status)

    async def story(visit: Visit) -> None:
        with pytest.raises(MisconfiguredError, match="log_in"):
            await visit.enter()

    at(library, story, enter=None)


# --- members whom the library does not let in -----------------------------------------------------


def turned_away(library: SimulatorThread, member: str, **site: Any) -> NotServedError:
    caught: list[NotServedError] = []

    async def story(visit: Visit) -> None:
        with pytest.raises(NotServedError) as away:
            await visit.enter(by_password(member))
        caught.append(away.value)

    at(library, story, enter=None, **site)
    return caught[0]


def test_who_may_not_use_the_kiosk(library: SimulatorThread) -> None:
    assert turned_away(library, "walk-in").reason is TurnAwayReason.NOT_FOR_KIOSK
    assert "create_cart" not in library.library_state.call_counts()


def test_where_the_library_has_self_service_off(library: SimulatorThread) -> None:
    library.control.turn(organization={"selfServeEnabled": False})
    assert turned_away(library, "marta").reason is TurnAwayReason.SELF_SERVICE_OFF


def test_an_override_opens_self_service(library: SimulatorThread) -> None:
    library.control.turn(organization={"selfServeEnabled": False})

    async def story(visit: Visit) -> None:
        await visit.enter()

    at(library, story, enter=None, overrides={"selfServeEnabled": True})


# --- the cart -------------------------------------------------------------------------------------


@pytest.mark.parametrize("empty", ["list", "404"])
def test_without_a_cart_one_is_made(library: SimulatorThread, empty: str) -> None:
    library.control.turn(empty_as=empty)

    async def story(visit: Visit) -> None:
        await visit.backend.library("en")
        visit.forget_calls()
        opening = (await visit.enter()).opening
        assert [each.item.code for each in opening.loans] == ["NAIL-0004", "LVL-0002", "TILE-0003"]
        assert opening.earlier == ()
        assert opening.limits == Limits(can_borrow=True, max_loans=10)
        assert visit.called() == {"log_in": 1, "carts": 1, "create_cart": 1}

    at(library, story, enter=None)


def test_an_open_cart_is_adopted_with_its_lines(library: SimulatorThread) -> None:
    library.control.other_device("marta", "borrow", FREE)
    library.control.other_device("marta", "return", MINE)

    async def story(visit: Visit) -> None:
        opening = (await visit.enter()).opening
        assert [(each.item.code, each.direction) for each in opening.earlier] == [
            (MINE, Direction.RETURN),
            (FREE, Direction.BORROW),
        ]
        assert "create_cart" not in visit.called()
        await visit.account.sign_out()
        assert "delete_cart" not in visit.called()

    at(library, story, enter=None)


def test_loans_are_due_on_the_local_day_and_late_by_it(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        late, today, soon = (await visit.enter()).opening.loans
        assert (late.due, late.days_late) == (late.due, 2)
        assert [str(each.due) for each in (late, today, soon)] == ["2026-03-09", "2026-03-11", "2026-03-16"]
        assert [each.days_late for each in (today, soon)] == [0, 0]
        assert today.since is not None
        assert visit.items.recall(late.item.code) == ItemMemo("Cordless nailer", 3)

    at(library, story, enter=None)
