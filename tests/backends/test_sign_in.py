"""The ways in, who is turned away, which cart is adopted, and what becomes of tokens."""

import logging
from typing import Any

import pytest

from kiosk.backends import (
    ItemMemo,
    LogBroken,
    Misconfigured,
    NotServed,
    Password,
    Renewal,
    RenewalRefused,
    ScannedFob,
    ServerAway,
    WrongLogin,
)
from kiosk.backends.myturn.site import ScanEndpoint
from kiosk.domain.messages import TurnAwayReason
from kiosk.domain.model import Direction, Limits, Secret, VisitId
from kiosk.simulator import MEMBERS, SimulatorThread
from tests.backends.ports import MemoryKeeper
from tests.backends.visits import FREE, FREE_TOO, MINE, Visit, at, by_password

MARTA_FOB = next(each.fob for each in MEMBERS if each.username == "marta")


# --- by form --------------------------------------------------------------------------------------


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
        with pytest.raises(WrongLogin) as wrong:
            await visit.enter(Password("marta", Secret("guess")))
        assert wrong.value.words == words
        with pytest.raises(WrongLogin):
            await visit.enter(Password("marta", Secret("")))

    at(library, story, enter=None)


AWAY = ["drop", "cut", "html", "garbage", "empty", "truncated", "wrong-type", "nested", "huge", "redirect", "status"]


@pytest.mark.parametrize("kind", AWAY)
@pytest.mark.parametrize("operation", ["log_in", "carts", "create_cart"])
def test_an_answer_that_is_none_is_never_a_wrong_password(library: SimulatorThread, operation: str, kind: str) -> None:
    async def story(visit: Visit) -> None:
        await visit.backend.library("en")
        library.control.fault(operation, kind, count=None, acts=False)
        with pytest.raises(ServerAway):
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
            from kiosk.backends.http import Call

            wire = Wire(timeout_s=5.0)
            target = Paths(f"{server.url}/library").target("log_in")
            received = await wire.exchange(Call("log_in", target.verb, target.url))
            await wire.aclose()
            with pytest.raises(ServerAway):
                login_answer(received, "log_in", WrongLogin())

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
        with pytest.raises(Misconfigured, match="log_in"):
            await visit.enter()

    at(library, story, enter=None)


# --- turned away ----------------------------------------------------------------------------------


def turned_away(library: SimulatorThread, member: str, **site: Any) -> NotServed:
    caught: list[NotServed] = []

    async def story(visit: Visit) -> None:
        with pytest.raises(NotServed) as away:
            await visit.enter(by_password(member))
        caught.append(away.value)

    at(library, story, enter=None, **site)
    return caught[0]


def test_who_may_not_use_the_kiosk(library: SimulatorThread) -> None:
    assert turned_away(library, "walk-in").reason is TurnAwayReason.NOT_FOR_KIOSK
    assert "create_cart" not in library.library_state.call_counts()


@pytest.mark.parametrize("status", [403, 409, 422])
def test_who_has_not_signed_is_told_in_the_server_s_words_and_where(library: SimulatorThread, status: int) -> None:
    library.control.turn(agreement_status=status)
    away = turned_away(library, "unsigned")
    assert away.reason is TurnAwayReason.AGREEMENT
    assert "agreements you must sign" in away.words
    assert away.url == library.url


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
        assert opening.found == ()
        assert opening.limits == Limits(can_borrow=True, max_loans=10)
        assert visit.called() == {"log_in": 1, "carts": 1, "create_cart": 1}

    at(library, story, enter=None)


def test_an_open_cart_is_adopted_with_its_lines(library: SimulatorThread) -> None:
    library.control.other_device("marta", "borrow", FREE)
    library.control.other_device("marta", "return", MINE)

    async def story(visit: Visit) -> None:
        opening = (await visit.enter()).opening
        assert [(each.item.code, each.direction) for each in opening.found] == [
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


# --- by a remembered token ------------------------------------------------------------------------


@pytest.mark.parametrize("rotates", [False, True])
def test_a_remembered_token_signs_in_and_a_rotated_one_is_kept_first(
    library: SimulatorThread, *, rotates: bool
) -> None:
    library.control.turn(refresh_rotates=rotates)

    async def story(visit: Visit) -> None:
        token = (await visit.enter()).renewable
        assert token is not None
        await visit.account.sign_out()
        visit.forget_calls()
        keeper = MemoryKeeper()
        account = await visit.enter(Renewal(token, keeper))
        assert account.member.first_name == "Marta"
        assert visit.called()["renew_token"] == 1
        assert "log_in" not in visit.called()
        assert len(keeper.tokens) == (1 if rotates else 0)
        assert account.renewable == (Secret(keeper.tokens[0]) if rotates else token)
        library.control.expire_tokens()
        await visit.add(FREE)
        assert len(keeper.tokens) == (2 if rotates else 0)

    at(library, story, enter=None)


def test_a_fob_linked_in_this_visit_keeps_its_token_when_it_rotates_later_in_it(library: SimulatorThread) -> None:
    library.control.turn(refresh_rotates=True)

    async def story(visit: Visit) -> None:
        keeper = MemoryKeeper()
        visit.account.keep_with(keeper)
        library.control.expire_tokens()
        await visit.add(FREE)
        assert visit.account.renewable == Secret(keeper.tokens[0])

    at(library, story)


def test_a_rotated_token_that_cannot_be_kept_is_not_used(library: SimulatorThread) -> None:
    library.control.turn(refresh_rotates=True)

    async def story(visit: Visit) -> None:
        token = (await visit.enter()).renewable
        assert token is not None
        with pytest.raises(LogBroken):
            await visit.enter(Renewal(token, MemoryKeeper(broken=True)))

    at(library, story, enter=None)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_dead_token_is_refused(library: SimulatorThread, status: int) -> None:
    library.control.fault("renew_token", "status", status=status)

    async def story(visit: Visit) -> None:
        with pytest.raises(RenewalRefused):
            await visit.enter(Renewal(Secret("dead"), MemoryKeeper()))

    at(library, story, enter=None)


@pytest.mark.parametrize("kind", AWAY)
def test_no_trouble_on_the_way_is_taken_for_a_dead_token(library: SimulatorThread, kind: str) -> None:
    async def story(visit: Visit) -> None:
        token = (await visit.enter()).renewable
        assert token is not None
        library.control.fault("renew_token", kind)
        with pytest.raises(ServerAway):
            await visit.enter(Renewal(token, MemoryKeeper()))
        await visit.enter(Renewal(token, MemoryKeeper()))

    at(library, story, enter=None)


@pytest.mark.parametrize("gives", [True, False])
def test_whether_fobs_can_be_linked_is_known_after_a_log_in(library: SimulatorThread, *, gives: bool) -> None:
    library.control.turn(refresh_token=gives)

    async def story(visit: Visit) -> None:
        assert (await visit.backend.probe()).links is None
        await visit.enter()
        assert (await visit.backend.probe()).links is gives

    at(library, story, enter=None)


# --- by the vendor's call -------------------------------------------------------------------------

ENDPOINTS = ['{"code": "{code}"}', "code={code}"]


@pytest.mark.parametrize("body", ENDPOINTS)
def test_a_fob_signs_in_by_the_vendor_s_call(library: SimulatorThread, body: str) -> None:
    library.control.turn(scan_endpoint=True)
    endpoint = ScanEndpoint(f"{library.url}/api/kiosk/scan", body=body)

    async def story(visit: Visit) -> None:
        account = await visit.enter(ScannedFob(Secret(MARTA_FOB)))
        assert account.member.reference == "marta"
        with pytest.raises(WrongLogin):
            await visit.enter(ScannedFob(Secret('nobody"&x=1')))

    at(library, story, enter=None, scan_endpoint=endpoint)


@pytest.mark.parametrize(
    ("endpoint", "says"),
    [
        (ScanEndpoint("http://vendor.example/scan", body="{code}"), "https"),
        (ScanEndpoint("https://vendor.example/scan"), "{code}"),
    ],
)
def test_a_vendor_s_call_that_cannot_be_is_a_matter_for_staff(
    library: SimulatorThread, endpoint: ScanEndpoint, says: str
) -> None:
    async def story(visit: Visit) -> None:
        pass

    with pytest.raises(Misconfigured) as wrong:
        at(library, story, enter=None, scan_endpoint=endpoint)
    assert says in str(wrong.value)


def test_without_the_vendor_s_call_a_fob_cannot_sign_in(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        with pytest.raises(Misconfigured, match="endpoint_url"):
            await visit.enter(ScannedFob(Secret(MARTA_FOB)))

    at(library, story, enter=None)


# --- the farewell ---------------------------------------------------------------------------------


def test_an_empty_cart_of_our_own_is_deleted_and_no_log_out_call_made(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.account.sign_out()
        assert visit.called() == {"delete_cart": 1}
        assert library.library_state.open_cart_of("marta") is None
        assert visit.account.renewable is None

    at(library, story)


def test_a_cart_with_lines_stays(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        await visit.account.sign_out()
        assert "delete_cart" not in visit.called()

    at(library, story)


def test_a_server_that_keeps_carts_is_asked_once(library: SimulatorThread) -> None:
    library.control.turn(cart_delete=False)

    async def story(visit: Visit) -> None:
        await visit.account.sign_out()
        library.control.reset()
        library.control.turn(cart_delete=False)
        await visit.enter()
        await visit.account.sign_out()
        assert "delete_cart" not in visit.called()

    at(library, story)


@pytest.mark.parametrize("status", [200, 404])
def test_the_log_out_call_is_made_where_it_is_asked_for(library: SimulatorThread, status: int) -> None:
    library.control.turn(logout_status=status)

    async def story(visit: Visit) -> None:
        await visit.add(FREE_TOO)
        await visit.account.sign_out()
        assert visit.called()["log_out"] == 1

    at(library, story, logout_call=True)


def test_a_farewell_never_fails(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        library.control.revoke_refresh_tokens()
        await visit.account.sign_out()
        await visit.enter()
        library.control.go_away()
        await visit.account.sign_out()
        library.control.come_back()

    at(library, story, logout_call=True)


# --- secrets --------------------------------------------------------------------------------------


def test_no_name_and_no_secret_is_logged(library: SimulatorThread, caplog: pytest.LogCaptureFixture) -> None:
    async def story(visit: Visit) -> None:
        account = await visit.enter()
        assert account.renewable is not None
        secrets = [account.renewable.reveal(), "sawdust-and-tea", "marta", "Marta", "guess-me", MARTA_FOB]
        library.control.fault("*", "status", status=500, count=2)
        await visit.add(FREE)
        library.control.expire_tokens()
        await visit.add(FREE_TOO)
        for way in (Password("marta", Secret("guess-me")), Renewal(account.renewable, MemoryKeeper())):
            library.control.fault("log_in", "garbage")
            library.control.fault("renew_token", "garbage")
            with pytest.raises(ServerAway) as away:
                await visit.backend.sign_in(way, VisitId(8), "en")
            assert not [each for each in secrets if each in repr(away.value)]
        assert not [each for each in secrets if each in caplog.text]
        assert not [each for each in secrets if each in repr(account) + repr(visit.log.acts[-1].token)]

    with caplog.at_level(logging.DEBUG):
        at(library, story, enter=None)
