"""Tests with one reader for fobs and items, and no rule that tells a fob from an item.

If a code is scanned during a log-in, the kiosk must remember the code.
"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import (
    FobsPaused,
    LinkDead,
    NotLinked,
    PinNeeded,
    SignInAway,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import Record
from kiosk.domain.messages.events import ClosedByStaff, Event, LibraryRead, Stopping, StoreBroken, Touched
from kiosk.domain.messages.intents import Cancel, LogInWithoutFob, No, RemoveFromTray, ThatWasATool
from kiosk.domain.model import ItemCode, LineState, Secret
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.state_parts import tray_of
from kiosk.domain.visit.states import (
    AskingSecret,
    AskOtherFob,
    Identifying,
    Idle,
    Purpose,
    Serving,
    SigningIn,
    TurnedAway,
)
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import FOB, LIBRARY, OTHER_FOB
from tests.domain.kiosks import idle

ENDPOINT = House(fob_login=FobLogin.ENDPOINT)


def shown() -> Bench:
    """Return a kiosk after the reader for everything has read Marta's fob."""
    return idle().either(FOB)


def on_the_form() -> Bench:
    """Return a kiosk with an open log-in form, because the fob is not linked yet."""
    bench = shown()
    return bench.tell(NotLinked(bench.visit))


def sent() -> Bench:
    """Return a kiosk that has sent name and password to the server."""
    return on_the_form().send_form()


def pin_sent() -> Bench:
    """Return a kiosk at which the member has entered the PIN of a linked fob, and which has no answer yet."""
    bench = shown()
    return bench.tell(PinNeeded(bench.visit)).send_form(pin="1234")


def without_fob() -> Bench:
    """Return a kiosk that has sent name and password to the server, without a fob."""
    return idle().tell(LogInWithoutFob()).send_form()


@pytest.mark.parametrize("make", [shown, sent, pin_sent, without_fob])
@pytest.mark.parametrize("codes", [("DR-1",), ("DR-1", "SA-2"), ("SA-2", "DR-1", "4006381333931"), (FOB, "DR-1", FOB)])
def test_everything_that_is_scanned_until_the_answer_is_in_the_basket(make: object, codes: tuple[str, ...]) -> None:
    assert callable(make)
    bench = make()
    for code in codes:
        bench.later(1).either(code)
    tools = [code for code in codes if code != FOB or make is without_fob]
    bench.sign_in()
    assert sorted(bench.basket) == sorted(set(tools))
    assert set(bench.basket.values()) == {LineState.CHECKING}


SCANS = st.lists(st.sampled_from(["DR-1", "dr-1", "SA-2", FOB, OTHER_FOB, "118"]), max_size=6)


@pytest.mark.parametrize("make", [shown, sent, pin_sent, without_fob])
@given(codes=SCANS, items=SCANS, sure=st.booleans())
def test_no_order_of_readers_and_codes_loses_a_tool(
    make: object, codes: list[str], items: list[str], *, sure: bool
) -> None:
    assert callable(make)
    bench = make()
    for code in codes:
        bench.later(1).either(code)
    if sure:
        bench.later(1).fob("FOB-SURE")
    bench.scan(*items)
    own = set() if make is without_fob else {FOB}
    bench.sign_in()
    seen = {code for code in codes if code not in own} | set(items)
    assert {code.casefold() for code in bench.basket} == {code.casefold() for code in seen}


def test_a_sure_fob_stays_the_next_one() -> None:
    assert shown().fob(OTHER_FOB).is_in(Identifying).next_fob == Secret(OTHER_FOB)
    bench = sent().fob(OTHER_FOB)
    assert bench.notice() is NoticeKey.ONE_MOMENT


@pytest.mark.parametrize("house", [House(), ENDPOINT])
def test_a_tool_and_then_the_fob_within_one_answer(house: House) -> None:
    bench = idle(house=house).either("DR-1").either("SA-2").either(FOB)
    for code in ("SA-2", FOB):
        no = WrongSecret(bench.visit, by_fob=True) if house is ENDPOINT else NotLinked(bench.visit)
        assert bench.tell(no).is_in(Identifying).fob == Secret(code)
    assert set(bench.sign_in().basket) == {"DR-1", "SA-2"}


def test_a_tool_and_then_a_sure_fob_within_one_answer() -> None:
    bench = idle().either("DR-1").fob(OTHER_FOB)
    assert bench.tell(NotLinked(bench.visit)).is_in(Identifying).fob == Secret(OTHER_FOB)
    assert set(bench.sign_in().basket) == {"DR-1"}


def test_when_none_of_them_opens_anything_the_form_is_about_the_first() -> None:
    bench = idle().either(FOB).either("DR-1").either("SA-2")
    for _ in range(3):
        bench.tell(NotLinked(bench.visit))
    state = bench.is_in(AskingSecret)
    assert (state.fob, set(state.tray)) == (Secret(FOB), {"DR-1", "SA-2"})


def test_a_tool_in_the_place_of_the_fob_changes_with_it_when_the_fob_is_shown_again() -> None:
    bench = idle().either("DR-1").either(FOB)
    for _ in range(2):
        bench.tell(NotLinked(bench.visit))
    assert bench.is_in(AskingSecret).fob == Secret("DR-1")
    bench.later(1).either(FOB)
    assert bench.is_in(Identifying).fob == Secret(FOB)
    assert bench.tell(NotLinked(bench.visit)).is_in(AskingSecret).tray == ("DR-1",)


def test_what_a_new_scan_on_the_form_replaces_is_not_lost() -> None:
    bench = idle().either("DR-1")
    bench.tell(NotLinked(bench.visit)).later(1).either("SA-2")
    assert tray_of(bench.state) == ("DR-1",)
    bench.tell(NotLinked(bench.visit)).later(1).either(FOB)
    assert set(bench.sign_in().basket) == {"DR-1", "SA-2"}


def test_what_was_replaced_can_be_taken_for_a_fob_again() -> None:
    bench = on_the_form().later(1).either("DR-1").later(1).scan("HA-3")
    assert bench.tell(NotLinked(bench.visit)).is_in(AskingSecret).tray == ("HA-3", FOB)
    assert bench.later(1).either(FOB).is_in(Identifying).fob == Secret(FOB)
    assert bench.tell(NotLinked(bench.visit)).is_in(AskingSecret).tray == ("HA-3", "DR-1")


@pytest.mark.parametrize(("answer", "purpose"), [(PinNeeded, Purpose.PIN), (LinkDead, Purpose.LINK)])
def test_beside_a_fob_that_is_known_everything_is_a_tool(answer: type, purpose: Purpose) -> None:
    bench = shown().either("DR-1")
    bench.tell(answer(bench.visit)).later(1).either("SA-2")
    state = bench.is_in(AskingSecret)
    assert (state.purpose, state.fob, state.tray, state.unclassified) == (purpose, Secret(FOB), ("SA-2", "DR-1"), False)


def test_a_server_that_is_away_keeps_what_was_scanned_and_takes_the_fob_again() -> None:
    bench = idle().either("DR-1").either(FOB)
    bench.tell(SignInAway(bench.visit))
    assert bench.is_in(Idle).tray == (FOB,)
    assert bench.later(1).either(FOB).is_in(Identifying).tray == ()
    assert idle().either(FOB).either("DR-1").tell(Cancel()).is_in(Idle).tray == ("DR-1",)


def test_a_code_that_is_not_taken_for_the_other_fob_waits_as_a_tool() -> None:
    asked = on_the_form().tell(Touched()).later(1).either("DR-1")
    assert asked.is_in(AskingSecret).question == AskOtherFob(Secret("DR-1"), unclassified=True)
    assert asked.tell(No()).is_in(AskingSecret).tray == ("DR-1",)
    asked = on_the_form().tell(Touched()).later(1).either("DR-1").later(1).either("SA-2").later(1).either(FOB)
    assert asked.is_in(AskingSecret).tray == ("SA-2", "DR-1")
    asked.later(1).either("SA-2").send_form()
    assert set(asked.sign_in().basket) == {"SA-2", "DR-1"}


def test_leaving_the_form_records_the_code_that_was_asked_about() -> None:
    bench = on_the_form().tell(Touched()).later(1).either("DR-1").tell(Cancel())
    assert [record.codes for record in bench.wants(Record)] == [("…-1",)]


def _turned_away_twice(bench: Bench) -> Bench:
    bench.tell(TurnedAwayBy(bench.visit, TurnAwayReason.OTHER)).fob(OTHER_FOB)
    return bench.tell(TurnedAwayBy(bench.visit, TurnAwayReason.OTHER)).wait(31)


WAYS_TO_LEAVE: dict[str, Callable[[Bench], Bench]] = {
    "nobody comes": lambda bench: bench.tell(Cancel()).wait(61),
    "the kiosk is told to stop": lambda bench: bench.tell(Stopping()),
    "turned away": lambda bench: bench.tell(TurnedAwayBy(bench.visit, TurnAwayReason.OTHER)).wait(31),
    "the kiosk is closed": lambda bench: bench.tell(ClosedByStaff()).tell(Cancel()),
    "the store breaks": lambda bench: bench.tell(Cancel()).tell(StoreBroken()),
    "the store breaks first": lambda bench: bench.tell(StoreBroken()).tell(Cancel()),
    "fobs are paused": lambda bench: bench.tell(FobsPaused(bench.visit, 60.0)).wait(61),
    "logged in without the fob, and left": lambda bench: (
        bench.tell(Cancel()).tell(LogInWithoutFob()).tell(Touched()).tell(Cancel())
    ),
    "the name is typed instead": lambda bench: (
        bench.tell(NotLinked(bench.visit)).tell(NotLinked(bench.visit)).tell(Touched()).tell(Cancel())
    ),
    "turned away, and another fob is turned away": _turned_away_twice,
    "the library shuts its kiosk": lambda bench: bench.tell(Cancel()).tell(
        LibraryRead(replace(LIBRARY, kiosk_enabled=False))
    ),
}


@pytest.mark.parametrize("leave", WAYS_TO_LEAVE.values(), ids=WAYS_TO_LEAVE)
def test_a_code_that_may_be_a_fob_is_never_put_to_staff_whole(leave: Callable[[Bench], Bench]) -> None:
    bench = leave(idle().either("4711004711").scan("DR-1").either("0008075641"))
    codes = [code for record in bench.wants(Record) for code in record.codes]
    assert sorted(codes) == ["DR-1", "…41"]


def test_a_wrong_password_leaves_a_fob_that_was_shown_meanwhile_usable() -> None:
    bench = without_fob().either(FOB)
    assert bench.is_in(SigningIn).asking.tray == (FOB,)
    bench.tell(WrongSecret(bench.visit)).later(1).either(FOB)
    assert bench.tell(No()).is_in(AskingSecret).tray == (FOB,)


def test_what_was_said_to_be_a_tool_stays_one_also_while_somebody_is_signed_in() -> None:
    bench = idle().either("118")
    bench.tell(NotLinked(bench.visit)).tell(ThatWasATool()).later(1).either(FOB).later(1).either("118")
    assert bench.notice() is NoticeKey.ALREADY_IN_TRAY
    assert set(bench.sign_in().is_in(Serving).lines[0].code) == set("118")


LOOKED_UP_ENDS: dict[str, Callable[[Bench], Bench]] = {
    "Cancel": lambda bench: bench.tell(Cancel()),
    "the server is away": lambda bench: bench.tell(SignInAway(bench.visit)),
    "fobs are paused": lambda bench: bench.tell(FobsPaused(bench.visit, 60.0)),
}


def second_is_looked_up() -> Bench:
    """Return a kiosk that looks up the second code.

    The kiosk has looked up the first code, which is not linked. Now the first code is in the tray.
    """
    bench = idle().either("DR-1").either("SA-2")
    bench.tell(NotLinked(bench.visit))
    assert bench.is_in(Identifying).fob == Secret("SA-2")
    return bench


def shown_again_on_the_form() -> Bench:
    """Return a kiosk that looks up the second of two scanned codes for the second time.

    Two codes are scanned, and neither of them is linked. So the log-in form opens. Then the second code is scanned
    again.
    """
    bench = second_is_looked_up()
    bench.tell(NotLinked(bench.visit)).later(1).either("SA-2")
    assert bench.is_in(Identifying).fob == Secret("SA-2")
    return bench


def shown_again_at_welcome() -> Bench:
    """Return a kiosk that looks up the second of two scanned codes for the second time.

    Two codes are scanned, and the member cancels. So the kiosk shows Welcome. Then the second code is scanned again.
    """
    bench = second_is_looked_up().tell(Cancel()).later(1).either("SA-2")
    assert bench.is_in(Identifying).fob == Secret("SA-2")
    return bench


@pytest.mark.parametrize("make", [shown_again_on_the_form, shown_again_at_welcome])
@pytest.mark.parametrize("end", LOOKED_UP_ENDS.values(), ids=LOOKED_UP_ENDS)
def test_a_code_of_the_tray_comes_back_also_if_it_was_shown_again(
    make: Callable[[], Bench], end: Callable[[Bench], Bench]
) -> None:
    bench = make()
    assert set(end(bench).is_in(Idle).tray) == {"DR-1", "SA-2"}
    assert set(make().sign_in().basket) == {"DR-1"}
    asked = make()
    assert asked.tell(PinNeeded(asked.visit)).is_in(AskingSecret).tray == ("DR-1",)


@pytest.mark.parametrize("end", LOOKED_UP_ENDS.values(), ids=LOOKED_UP_ENDS)
def test_a_code_of_the_tray_comes_back_from_being_looked_up(end: Callable[[Bench], Bench]) -> None:
    bench = second_is_looked_up()
    assert set(tray_of(bench.state)) == {"DR-1", "SA-2"}
    assert set(end(bench).is_in(Idle).tray) == {"DR-1", "SA-2"}


@pytest.mark.parametrize("ends", [Stopping(), StoreBroken()])
def test_a_code_of_the_tray_that_is_looked_up_is_on_record_if_the_kiosk_ends(ends: Event) -> None:
    bench = second_is_looked_up().tell(ends).tell(Cancel())
    recorded = [set(record.codes) for record in bench.wants(Record) if record.codes]
    assert recorded == [{"…-1", "…-2"}]


def test_a_code_that_opens_an_account_is_no_tool_of_it() -> None:
    assert set(second_is_looked_up().sign_in().basket) == {"DR-1"}
    bench = second_is_looked_up()
    assert bench.tell(TurnedAwayBy(bench.visit, TurnAwayReason.OTHER)).is_in(TurnedAway).tray == ("DR-1",)
    bench = second_is_looked_up()
    assert bench.tell(PinNeeded(bench.visit)).is_in(AskingSecret).tray == ("DR-1",)


@pytest.mark.parametrize(("code", "left"), [("DR-1", {"SA-2"}), ("SA-2", {"DR-1"})])
def test_a_code_that_is_looked_up_can_be_removed_from_the_tray(code: str, left: set[str]) -> None:
    bench = second_is_looked_up().tell(RemoveFromTray(ItemCode(code)))
    assert set(tray_of(bench.state)) == left
    assert set(bench.tell(Cancel()).is_in(Idle).tray) == left


def test_two_codes_that_open_nothing_lie_in_the_tray_once_each() -> None:
    bench = second_is_looked_up().later(1).either("HA-3").later(1).scan("HA-3", "DR-1")
    assert sorted(tray_of(bench.state)) == ["DR-1", "HA-3", "SA-2"]
    bench.tell(NotLinked(bench.visit)).tell(NotLinked(bench.visit))
    assert sorted(bench.is_in(AskingSecret).tray) == ["HA-3", "SA-2"]
