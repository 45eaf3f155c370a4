"""Tests of the limit of loans.

The limit counts only tools that the server has accepted. If a tool was refused because of the limit, the kiosk checks
the tool a second time when the limit allows one more tool.
"""

import pytest

from kiosk.domain.carts import CartNow
from kiosk.domain.messages.answers import CartSeen, SignInLost
from kiosk.domain.messages.effects import AddLine
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.messages.intents import RemoveLine
from kiosk.domain.model import (
    Direction,
    EarlierLine,
    InDoubt,
    ItemCode,
    Limits,
    LineState,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
)  # fmt: skip
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import MARTA, item, loan, refused, staged
from tests.domain.kiosks import serving

FOUR = ("HA-1", "HA-2", "HA-3", "HA-4")
UNKNOWN = refused(RefusalKind.ITEM_UNKNOWN)
FULL = refused(RefusalKind.LIMIT_REACHED)


def with_four(most: int = 5, *codes: str) -> Bench:
    """Return a kiosk at which Marta has four tools at home."""
    return serving(*codes, loans=FOUR, limits=Limits(max_loans=most))


@pytest.mark.parametrize("pending", [1, 2, 4])
@pytest.mark.parametrize("answer", [None, UNKNOWN, NotSent(), InDoubt()])
def test_what_the_server_has_not_taken_takes_no_place(pending: int, answer: object) -> None:
    bench = with_four()
    for number in range(pending):
        bench.scan(f"X-{number}")
        if isinstance(answer, Refused | NotSent | InDoubt):
            bench.answer(f"X-{number}", answer)
    assert bench.scan("DR-1").work == ["AddLine DR-1"]
    assert bench.answer("DR-1").line("DR-1").state is LineState.STAGED


@pytest.mark.parametrize(
    ("member", "limits", "allowed"),
    [
        (MARTA, Limits(max_loans=0), False),
        (replace(MARTA, max_loans=0), Limits(), False),
        (replace(MARTA, max_loans=0), Limits(max_loans=9), True),
        (replace(MARTA, max_loans=9), Limits(max_loans=0), False),
        (MARTA, Limits(), True),
    ],
)
def test_the_account_s_limit_beats_the_membership_s_and_none_is_no_limit(
    member: object, limits: Limits, *, allowed: bool
) -> None:
    bench = serving(member=member, limits=limits).scan("DR-1")  # type: ignore[arg-type]
    assert (bench.line("DR-1").state is LineState.CHECKING) is allowed


def over_limit() -> Bench:
    """Return a kiosk at which the limit allows one more tool, but Marta has scanned three tools."""
    return with_four(5, "DR-1").scan("SA-2", "SA-3")


def test_a_borrow_that_is_taken_out_gives_its_place_to_the_first_that_was_refused() -> None:
    bench = over_limit()
    assert [bench.line(code).state for code in ("SA-2", "SA-3")] == [LineState.REFUSED] * 2
    bench.tell(RemoveLine(bench.line("DR-1").ident))
    assert bench.work == ["TakeOut DR-1"]
    bench.gone("DR-1")
    assert bench.work == ["AddLine SA-2"]
    assert bench.basket == {"SA-3": LineState.REFUSED, "SA-2": LineState.CHECKING}
    assert bench.serving.lines[1].refusal is None


def test_a_return_gives_a_place() -> None:
    bench = over_limit().scan("HA-1")
    assert bench.answer("HA-1", staged("HA-1", direction=Direction.RETURN)).work == ["AddLine SA-2"]
    assert bench.scan("HA-2").answer("HA-2", staged("HA-2", direction=Direction.RETURN)).work[:1] == ["AddLine SA-3"]


def test_a_server_s_own_refusal_for_the_limit_is_asked_again_too() -> None:
    bench = serving().scan("DR-1", "SA-2").answer("SA-2", FULL).answer("DR-1", UNKNOWN)
    assert bench.work == ["AddLine SA-2"]
    assert bench.answer("SA-2", FULL).work == []


def test_refusals_for_the_limit_never_chase_each_other() -> None:
    bench = serving().scan("DR-1", "SA-2", "SA-3")
    for code in ("DR-1", "SA-2", "SA-3"):
        assert bench.answer(code, FULL).work == []


def test_a_tool_that_another_device_takes_out_or_brings_back_gives_a_place() -> None:
    rest = CartNow((EarlierLine(Direction.BORROW, item("DR-1"), "ref-DR-1"),), tuple(loan(code) for code in FOUR[1:]))
    bench = over_limit()
    assert bench.tell(CartSeen(bench.visit, rest)).work == ["AddLine SA-2"]


def test_nothing_is_asked_again_without_a_reason_or_a_store() -> None:
    bench = over_limit()
    assert bench.tell(RemoveLine(bench.line("SA-3").ident)).work == []
    bench.tell(RemoveLine(bench.line("DR-1").ident)).tell(StoreBroken())
    assert bench.gone("DR-1").work == []


def test_a_line_that_is_scanned_again_has_not_fallen_away() -> None:
    bench = serving().scan("DR-1", "SA-2").answer("SA-2", FULL).answer("DR-1", NotSent())
    assert bench.scan("DR-1").work == ["TakeOut DR-1", "AddLine DR-1"]
    assert [each.line.code for each in bench.wants(AddLine)].count(ItemCode("SA-2")) == 1


def test_a_return_that_falls_away_gives_none() -> None:
    bench = over_limit().scan("HA-1").answer("HA-1", Refused(Refusal(RefusalKind.OTHER)))
    assert bench.work == []


@pytest.mark.parametrize(("left", "asked"), [(("L-1",), ["AddLine NEW"]), (("L-1", "L-2"), [])])
def test_a_place_that_becomes_free_while_the_log_in_is_lost_is_used(left: tuple[str, ...], asked: list[str]) -> None:
    limits = Limits(max_loans=2)
    bench = serving(loans=("L-1", "L-2"), limits=limits).scan("NEW")
    bench.tell(SignInLost(bench.visit)).send_form().sign_in(loans=left, limits=limits)
    assert bench.work == asked
