"""Tests of every way to sign in, with the real server and real links: by fob, and by name and password."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from kiosk.backends.ports import ItemMemo
from kiosk.domain.messages.answers import (
    FobsPaused,
    LinkDead,
    LinkKept,
    NotLinked,
    PinNeeded,
    ReservationsRead,
    SignedIn,
    SignInAway,
    Throttled,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import Farewell, Identify, KeepLink, ReadReservations
from kiosk.domain.model import ItemCode, Missing, Moment, Secret, VisitId
from kiosk.simulator import MEMBERS, Knobs, SimulatorThread
from kiosk.simulator.knobs import knobs_changed
from tests.runner.deeds import JAMAL, MARTA, THEO, Deeds

PILAR, BAO = MEMBERS[6], MEMBERS[7]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]
DAY_S = 86_400.0


# --- by fob ------------------------------------------------------------------------------------------


async def test_a_fob_that_nobody_has_linked(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        assert isinstance(await deeds.identify(THEO), NotLinked)


@pytest.mark.parametrize("fob", ["ask-password", "off"])
async def test_where_fobs_are_not_linked_they_ask_for_the_password(
    tmp_path: Path, library: SimulatorThread, fob: str
) -> None:
    async with Deeds(tmp_path, library, more=f'[login]\nfob = "{fob}"\n') as deeds:
        assert isinstance(await deeds.identify(MARTA), NotLinked)


async def test_a_link_opens_after_a_restart_and_its_token_may_change_each_time(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        async with Deeds(tmp_path, library) as deeds:
            await deeds.link(MARTA)
        for _ in range(3):
            async with Deeds(tmp_path, library) as deeds:
                assert isinstance(await deeds.identify(MARTA), SignedIn)


async def test_a_token_that_changes_while_its_fob_is_linked_is_the_one_that_is_kept(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in(MARTA)
            library.control.expire_tokens()
            deeds.ask(KeepLink(visit, Secret(MARTA.fob), certain=True))
            deeds.ask(ReadReservations(visit))
            assert (await deeds.answer(LinkKept)).ok
            assert deeds.calls("renew_token") == 1
            deeds.ask(Farewell(visit))

            assert isinstance(await deeds.identify(MARTA), SignedIn)


async def test_a_renewal_that_is_answered_after_the_fob_was_linked_changes_the_link_too(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in(MARTA)
            library.control.expire_tokens()
            library.control.fault("renew_token", "delay", answer_delay_s=1.5)
            deeds.ask(ReadReservations(visit))
            await deeds.until(lambda: deeds.calls("renew_token") == 1)
            deeds.ask(KeepLink(visit, Secret(MARTA.fob), certain=True))
            assert (await deeds.answer(LinkKept)).ok
            await deeds.answer(ReservationsRead)
            deeds.ask(Farewell(visit))

            assert isinstance(await deeds.identify(MARTA), SignedIn)


async def test_a_renewal_that_is_answered_after_the_farewell_changes_the_link_too(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.link(MARTA)
            library.control.expire_tokens()
            library.control.fault("renew_token", "delay", answer_delay_s=1.0)
            deeds.ask(ReadReservations(visit))
            await deeds.until(lambda: deeds.calls("renew_token") == 1)
            deeds.ask(Farewell(visit))

            assert isinstance(await deeds.identify(MARTA), SignedIn)


async def test_a_link_that_is_too_old(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library, more="[login]\nlink_expires_days = 30\n") as deeds:
        await deeds.link(MARTA)
        deeds.clock.forward_s = 31 * DAY_S
        answer = await deeds.identify(MARTA)
        assert isinstance(answer, LinkDead)
        assert answer.expired


async def test_a_link_that_the_server_refuses_is_restored_by_linking_again(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        await deeds.link(MARTA)
        library.control.revoke_refresh_tokens()
        refused = await deeds.identify(MARTA)
        assert isinstance(refused, LinkDead)
        assert not refused.expired

        await deeds.link(MARTA)

        assert isinstance(await deeds.identify(MARTA), SignedIn)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("status", {"status": 500}), ("status", {"status": 503}), ("html", {}), ("drop", {}), ("empty", {}), ("huge", {})],
)
async def test_trouble_of_the_servers_does_not_suspend_a_link(
    tmp_path: Path, library: SimulatorThread, kind: str, more: dict[str, int]
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        await deeds.link(MARTA)
        library.control.fault("renew_token", kind, **more)
        assert isinstance(await deeds.identify(MARTA), SignInAway)
        assert isinstance(await deeds.identify(MARTA), SignedIn)


async def test_the_server_is_away(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        await deeds.link(MARTA)
        library.control.go_away()
        assert isinstance(await deeds.identify(MARTA), SignInAway)
        assert isinstance(await deeds.sign_in(MARTA), SignInAway)
        library.control.come_back()
        assert isinstance(await deeds.identify(MARTA), SignedIn)


# --- PIN ---------------------------------------------------------------------------------------------


async def test_a_pin_is_asked_for_and_a_wrong_one_costs_time(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library, more='[login]\npin = "always"\n') as deeds:
        await deeds.link(MARTA, pin="4711")
        assert await deeds.identify(MARTA) == PinNeeded(VisitId(deeds.number() - 1))
        wrong = [await deeds.identify(MARTA, pin=pin) for pin in ("0000", "1111")]
        assert [isinstance(answer, PinNeeded) and answer.wrong for answer in wrong] == [True, True]
        assert isinstance(await deeds.identify(MARTA, pin="4711"), SignedIn)


async def test_too_many_wrong_pins_are_slowed_down(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library, more='[login]\npin = "always"\n') as deeds:
        await deeds.link(MARTA, pin="4711")
        answers = [await deeds.identify(MARTA, pin="0000") for _ in range(4)]
        assert isinstance(answers[-1], Throttled)
        assert isinstance(await deeds.identify(MARTA, pin="4711"), Throttled)
        deeds.clock.forward_s = 3600.0
        assert isinstance(await deeds.identify(MARTA, pin="4711"), SignedIn)


ENDPOINT = """[login]
fob = "endpoint"
endpoint_url = "{url}/api/kiosk/scan"
endpoint_body = '{{"code": "{{code}}"}}'
"""
LINKED = '[login]\nfob = "linked"\n'


@pytest.mark.parametrize("login", [LINKED, ENDPOINT], ids=["linked", "endpoint"])
async def test_unknown_fobs_are_slowed_down_and_a_member_is_not_for_long(
    tmp_path: Path, library: SimulatorThread, login: str
) -> None:
    library.control.turn(scan_endpoint=True)
    async with Deeds(tmp_path, library, more=login.format(url=library.url)) as deeds:
        if login is LINKED:
            await deeds.link(JAMAL)
        looked_up = 0
        for number in range(60):
            guess = replace(THEO, fob=f"00{number:08}")
            answer = await deeds.identify(guess)
            assert isinstance(answer, NotLinked | WrongSecret | FobsPaused)
            looked_up += not isinstance(answer, FobsPaused)
            deeds.clock.forward_s += 0.4
        assert looked_up <= 6
        paused = await deeds.identify(JAMAL)
        assert isinstance(paused, FobsPaused | SignedIn)
        deeds.clock.forward_s += paused.wait_s if isinstance(paused, FobsPaused) else 0.0
        assert isinstance(await deeds.identify(JAMAL), SignedIn)
        assert isinstance(paused, SignedIn) or paused.wait_s <= 120


async def test_many_unknown_fobs_at_once_are_counted_one_after_the_other(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visits = [VisitId(deeds.number()) for _ in range(12)]
        for number, visit in enumerate(visits):
            deeds.ask(Identify(visit, Secret(f"00{number:08}")))
        answers = [await deeds.answer_to(visit) for visit in visits]
        assert [type(answer) for answer in answers] == [NotLinked] * 5 + [FobsPaused] * 7


async def test_labels_of_tools_that_are_known_here_are_no_guesses(tmp_path: Path, library: SimulatorThread) -> None:
    codes = ("DR-0142", "DR-0147", "SAW-0087", "HEAT-0003", "PLAN-0002", "WOOD-0002", "GRIN-0011", "SAW-0091")
    async with Deeds(tmp_path, library) as deeds:
        for code in codes:
            deeds.stores.items.remember(ItemCode(code), ItemMemo("a tool"))
        for code in codes:
            assert isinstance(await deeds.identify(replace(THEO, fob=code)), NotLinked)


# --- by name and password ----------------------------------------------------------------------------


async def test_wrong_passwords_are_slowed_down_by_name_and_forgiven_in_time(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        first = await deeds.sign_in(MARTA, "wrong")
        assert isinstance(first, WrongSecret)
        while not isinstance(answer := await deeds.sign_in(MARTA, "wrong"), Throttled):
            assert isinstance(answer, WrongSecret)
        asked = deeds.calls("log_in")

        assert isinstance(await deeds.sign_in(MARTA), Throttled)
        assert deeds.calls("log_in") == asked
        assert isinstance(await deeds.sign_in(JAMAL), SignedIn)
        deeds.clock.forward_s = answer.wait_s + 1
        assert isinstance(await deeds.sign_in(MARTA), SignedIn)


async def test_a_change_of_the_machine_s_clock_ends_no_wait(tmp_path: Path, library: SimulatorThread) -> None:
    years_s = [0.0]

    def clock() -> Moment:
        return Moment(monotonic(), datetime.now().astimezone() + timedelta(seconds=years_s[0]))

    async with Deeds(tmp_path, library, clock=clock) as deeds:
        while not isinstance(await deeds.sign_in(MARTA, "wrong"), Throttled):
            pass
        for number in range(5):
            assert isinstance(await deeds.identify(replace(THEO, fob=f"9900112{number}")), NotLinked)
        for years_s[0] in (400 * DAY_S, -400 * DAY_S):
            assert isinstance(await deeds.sign_in(MARTA), Throttled)
            assert isinstance(await deeds.identify(replace(THEO, fob="99001129")), FobsPaused)


async def test_who_is_not_served_here_is_told_why(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        answer = await deeds.sign_in(PILAR)
        assert isinstance(answer, TurnedAwayBy)
        assert answer.reason is TurnAwayReason.NOT_FOR_KIOSK


async def test_who_has_not_signed_is_let_in_and_told_at_each_scan(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        answer = await deeds.sign_in(BAO)
        assert isinstance(answer, SignedIn)
        assert answer.member.missing == {Missing.AGREEMENT}
        assert answer.opening.limits.can_return is False


# --- remembered fobs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "why"), [("12345", "too-short"), ("4006381333931", "shop-code")])
async def test_some_codes_are_not_remembered(tmp_path: Path, library: SimulatorThread, code: str, why: str) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        deeds.ask(KeepLink(visit, Secret(code), certain=True))
        assert await deeds.answer(LinkKept) == LinkKept(visit, False, why)


async def test_a_label_that_the_kiosk_knows_is_not_remembered_as_a_fob(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        await deeds.staged(visit, "SAND-0019")
        deeds.ask(KeepLink(visit, Secret("SAND-0019"), certain=True))
        kept = await deeds.answer(LinkKept)
        assert not kept.ok


async def keep(deeds: Deeds, visit: VisitId, code: str, *, certain: bool = False) -> LinkKept:
    deeds.ask(KeepLink(visit, Secret(code), certain=certain))
    return await deeds.answer(LinkKept)


async def opens_nothing(deeds: Deeds, *codes: str) -> bool:
    answers = [await deeds.identify(replace(THEO, fob=code)) for code in codes]
    return all(isinstance(answer, NotLinked) for answer in answers)


ITEM = "item-code"


@pytest.mark.parametrize(
    ("code", "more_items"), [("PLAN-0002", 0), ("heat-0003", 0), ("dr-0163", 0), ("SAND-0024", 0), ("SAND-0019", 3000)]
)
async def test_no_label_of_a_tool_is_remembered_as_a_fob(tmp_path: Path, code: str, more_items: int) -> None:
    with SimulatorThread(knobs=Knobs(more_items=more_items)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in()
            assert await keep(deeds, visit, code) == LinkKept(visit, False, ITEM)
            deeds.ask(Farewell(visit))
            assert await opens_nothing(deeds, code)


@pytest.mark.parametrize("empty", ["list", "404"])
@pytest.mark.parametrize("code", ["0004711042", "04A3C6CAE26180", "FOB 42/7", "DR-01420"])
async def test_a_code_that_no_tool_has_is_remembered(tmp_path: Path, code: str, empty: str) -> None:
    with SimulatorThread(knobs=knobs_changed(Knobs(), {"empty_as": empty})) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in()
            assert (await keep(deeds, visit, code)).ok
            deeds.ask(Farewell(visit))
            assert isinstance(await deeds.identify(replace(MARTA, fob=code)), SignedIn)


async def test_what_only_stands_in_the_text_of_too_many_tools_is_not_remembered(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(more_items=30_000)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in()
            assert await keep(deeds, visit, "18V-55") == LinkKept(visit, False, "not_checked")


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        *[("status", {"status": status}) for status in (401, 403, 429, 500, 503)],
        *[(kind, {}) for kind in ("html", "drop", "empty", "huge", "garbage", "truncated", "wrong-type")],
        ("delay", {"delay_s": 8.0}),
    ],
)
async def test_while_the_library_does_not_say_whether_it_is_a_label_nothing_is_remembered(
    tmp_path: Path, library: SimulatorThread, caplog: pytest.LogCaptureFixture, kind: str, more: dict[str, object]
) -> None:
    caplog.set_level("DEBUG", "kiosk")
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        library.control.fault("items", kind, count=50, **more)
        assert await keep(deeds, visit, "0004711042") == LinkKept(visit, False, "not_checked")
        library.control.clear_faults()
        assert await opens_nothing(deeds, "0004711042")
    assert "0004711042" not in caplog.text


async def test_while_the_library_is_away_only_a_certain_fob_is_remembered(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        library.control.go_away()
        assert await keep(deeds, visit, "0004711042") == LinkKept(visit, False, "not_checked")
        assert (await keep(deeds, visit, MARTA.fob, certain=True)).ok


@pytest.mark.parametrize("code", ["LVL-0002", "lvl-0002"])
@pytest.mark.parametrize("certain", [True, False])
async def test_the_label_of_an_own_loan_is_never_remembered(
    tmp_path: Path, library: SimulatorThread, code: str, *, certain: bool
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        library.control.go_away()
        assert await keep(deeds, visit, code, certain=certain) == LinkKept(visit, False, ITEM)


async def test_a_label_that_was_linked_before_it_was_known_opens_nothing(
    tmp_path: Path, library: SimulatorThread
) -> None:
    known, lent = "PLAN-0002", "SAND-0019"
    async with Deeds(tmp_path, library) as deeds:
        for code in (known, lent):
            visit = await deeds.signed_in(JAMAL)
            assert (await keep(deeds, visit, code, certain=True)).ok
            deeds.ask(Farewell(visit))
            assert isinstance(await deeds.identify(replace(JAMAL, fob=code)), SignedIn)
            deeds.ask(Farewell(VisitId(deeds.number() - 1)))
        deeds.stores.items.remember(ItemCode(known), ItemMemo("a tool"))
        library.control.other_device(JAMAL.username, "borrow", lent)
        library.control.other_device(JAMAL.username, "convert")
        assert await opens_nothing(deeds, known, lent, lent)


async def test_without_a_token_to_remember_the_fob_is_not_linked(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_token=False)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in()
            deeds.ask(KeepLink(visit, Secret(MARTA.fob), certain=True))
            assert await deeds.answer(LinkKept) == LinkKept(visit, False, "no_token")
            assert isinstance(await deeds.identify(MARTA), NotLinked)


async def test_where_staff_wrote_so_the_password_is_remembered_until_it_changes(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_token=False)) as library:
        async with Deeds(tmp_path, library, more='[login]\nremember = "password"\n') as deeds:
            await deeds.link(MARTA)
        async with Deeds(tmp_path, library, more='[login]\nremember = "password"\n') as deeds:
            assert isinstance(await deeds.identify(MARTA), SignedIn)
            library.control.change_password("marta", "another-one")
            assert isinstance(await deeds.identify(MARTA), LinkDead)
            asked = deeds.calls("log_in")
            assert isinstance(await deeds.identify(MARTA), LinkDead)
            assert deeds.calls("log_in") == asked  # a refused password is not sent again: this could lock the account


async def test_the_vendors_call_takes_the_fob_alone(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(scan_endpoint=True)) as library:
        body = """endpoint_body = '{"code": "{code}"}'"""
        login = f'[login]\nfob = "endpoint"\nendpoint_url = "{library.url}/api/kiosk/scan"\n{body}\n'
        async with Deeds(tmp_path, library, more=login) as deeds:
            assert isinstance(await deeds.identify(MARTA), SignedIn)
            visit = VisitId(deeds.number())
            deeds.ask(Identify(visit, Secret("0000000000")))
            answer = await deeds.answer_to(visit)
            assert isinstance(answer, WrongSecret)
            assert answer.by_fob
