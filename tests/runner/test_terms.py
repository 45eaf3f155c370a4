"""Tests of wishes: changes of the terms of staged lines, for example of the due day.

The runner sends one change at a time. If a member has several wishes for a line, the last one counts. A failed change
has an answer, too.
"""

from datetime import date

import pytest

from kiosk.backends.errors import LogBrokenError, MisconfiguredError, ServerAwayError, SignInLostError
from kiosk.domain.messages.answers import LineChanged, OffersRead, SignInLost
from kiosk.domain.messages.effects import AddLine, ChangeLine, ReadOffers, TakeOut
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.model import Line, NotSent, Refusal, RefusalKind, Refused
from kiosk.domain.terms import Changed, Offers, Terms, Wish
from kiosk.structs import replace
from tests.runner.desk import VISIT, Desk, line, play
from tests.runner.fakes import ScriptedAccount

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def wish(number: int, day: date, ident: int = 1) -> ChangeLine:
    """Return the effect that changes the due day of a line to `day`. `number` is the number of the wish."""
    return ChangeLine(VISIT, _wished(line(ident), number, day))


def _wished(of: Line, number: int, day: date) -> Line:
    return replace(of, ref="ref-T-1", wish=Wish(number, Terms(day)))


def changes(desk: Desk) -> list[tuple[int, object]]:
    """Return the number and the outcome of each answered wish."""
    return [(event.wish, event.outcome) for event in desk.told if isinstance(event, LineChanged)]


def test_a_wish_is_asked_of_the_server_and_answered() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(wish(5, MONDAY))
        await desk.heard(1)

    desk = play(ScriptedAccount, story)
    assert changes(desk) == [(5, Changed(Terms(MONDAY)))]
    assert desk.account.calls == [("change", "ref-T-1 to 2026-11-30")]


def test_a_later_wish_takes_the_place_of_one_that_was_not_sent() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(2)))
        await desk.until_called(1)
        desk.open.want(wish(5, MONDAY))
        desk.open.want(wish(6, TUESDAY))
        desk.account.go.set()
        await desk.heard(2)

    desk = play(lambda: ScriptedAccount("wait"), story)
    assert changes(desk) == [(6, Changed(Terms(TUESDAY)))]


def test_a_removal_makes_the_wish_before_it_pointless() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(2)))
        await desk.until_called(1)
        desk.open.want(wish(5, MONDAY))
        desk.open.want(TakeOut(VISIT, replace(line(1), ref="ref-T-1")))
        desk.account.go.set()
        await desk.heard(2)

    desk = play(lambda: ScriptedAccount("wait"), story)
    assert [act for act, _ in desk.account.calls] == ["borrow", "take out"]


@pytest.mark.parametrize(
    ("failure", "outcome", "told"),
    [
        (LogBrokenError(), NotSent(), StoreBroken()),
        (SignInLostError("dead"), NotSent(), SignInLost(VISIT)),
        (MisconfiguredError("no such call"), Refused(Refusal(RefusalKind.OTHER)), None),
    ],
)
def test_every_failure_of_a_change_is_an_answer(failure: Exception, outcome: object, told: object) -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(wish(5, MONDAY))
        await desk.heard(1 if told is None else 2)

    desk = play(lambda: ScriptedAccount(failure), story)  # type: ignore[arg-type]
    assert changes(desk) == [(5, outcome)]
    assert told is None or told in desk.told


def test_what_waits_when_the_sign_in_is_lost_is_answered() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(2)))
        await desk.until_called(1)
        desk.open.want(wish(5, MONDAY))
        desk.open.want(ReadOffers(VISIT))
        desk.account.go.set()
        await desk.heard(4)

    desk = play(lambda: ScriptedAccount("wait", SignInLostError("dead")), story)
    assert changes(desk) == [(5, NotSent())]
    assert OffersRead(VISIT, None) in desk.told


def test_what_can_be_chosen_is_read_once_however_often_it_is_asked_for() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(2)))
        await desk.until_called(1)
        desk.open.want(ReadOffers(VISIT))
        desk.open.want(ReadOffers(VISIT))
        desk.account.go.set()
        await desk.heard(2)

    desk = play(lambda: ScriptedAccount("wait"), story)
    assert desk.told[-1] == OffersRead(VISIT, Offers())
    assert [act for act, _ in desk.account.calls] == ["borrow", "offers"]


def test_a_list_that_cannot_be_read_is_an_answer_too() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(ReadOffers(VISIT))
        await desk.heard(1)

    desk = play(lambda: ScriptedAccount(ServerAwayError("no connection")), story)  # type: ignore[arg-type]
    assert desk.told == [OffersRead(VISIT, None)]
