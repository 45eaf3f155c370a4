"""Tests of digital loans at a library that has myTurn and, beside it, OverDrive.

The installed command runs in a real window, with real serial lines and two simulators as real servers. The tests press
all buttons through AT-SPI, as a screen reader does. All tests use one kiosk, one after another. Before each test, the
kiosk shows Welcome, and the data of both simulators is reset.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.beside_process import CARD, MEMBER, PIN, RunningBeside
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.kiosk_process import LEAVING
from tests.e2e.leaks import places_of
from tests.e2e.test_overdrive import BOAT, WHEAT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
LAMP = "The Lamp on Harrow Lane"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBeside]:
    with RunningBeside(tmp_path_factory.mktemp("beside")) as running:
        yield running


@pytest.fixture
def kiosk(served: RunningBeside) -> RunningBeside:
    served.back_to_welcome()
    served.log_in()
    served.enter_card()
    served.desk.press("Back to scanning")
    served.desk.wait_for("Digital loans, 3")
    return served


def test_a_card_is_entered_once_in_a_visit(served: RunningBeside) -> None:
    served.back_to_welcome()
    served.log_in()
    served.desk.press("Digital loans")
    served.desk.wait_for("Your library card is needed")
    served.desk.press("Enter your card")
    served.desk.fill("Card number", CARD)
    served.desk.fill("Card PIN", "wrong-pin-0")
    served.desk.press("Show my loans")
    served.desk.wait_for("That did not work")
    served.desk.fill("Card PIN", PIN)
    served.desk.press("Show my loans")
    served.desk.wait_for(f"On the library card ending in {CARD[-4:]}", LAMP)
    served.desk.press("Back to scanning")
    served.desk.press("Digital loans, 3")
    served.desk.wait_for("Your digital loans", LAMP)


def test_a_title_is_opened_and_its_code_has_a_name_without_an_address(kiosk: RunningBeside) -> None:
    kiosk.desk.press("Digital loans, 3")
    kiosk.desk.press(f"Open {WHEAT} on your phone")
    kiosk.desk.wait_for(
        "Point your phone", f"Code that opens {WHEAT} on your phone", "Opens your loan in the Libby app."
    )
    kiosk.desk.press("In the browser")
    kiosk.desk.wait_for("Opens your loan in the browser.", f"Code that opens {WHEAT} on your phone")
    said = "\n".join(f"{seen.name}\n{seen.text}" for seen in kiosk.desk.tree())
    assert f"Code that opens {WHEAT} on your phone" in said
    assert not any(word in said for word in ("http", "127.0.0.1", "fulfillment", "code="))
    kiosk.desk.press("New code")
    wait_until(lambda: len(kiosk.titles.library_state.acts("code")) == 2, "a second code", kiosk.desk.words)
    kiosk.desk.press("Back to digital loans")
    kiosk.desk.wait_for("Your digital loans", WHEAT)


def test_a_title_is_given_back_after_a_question(kiosk: RunningBeside) -> None:
    kiosk.desk.press("Digital loans, 3")
    kiosk.desk.press(f"Give back {WHEAT}")
    kiosk.desk.wait_for("Give it back now?")
    kiosk.desk.press("No, keep it")
    kiosk.desk.press(f"Give back {WHEAT}")
    assert WHEAT in kiosk.lent()
    kiosk.desk.press("Yes, give it back")
    wait_until(lambda: WHEAT not in kiosk.lent(), "the return", kiosk.desk.words)
    kiosk.desk.press("Back to scanning")
    kiosk.desk.wait_for(f"{WHEAT}, given back")


def test_a_tool_and_a_title_are_borrowed_in_one_visit(kiosk: RunningBeside) -> None:
    state = kiosk.titles.library_state
    with state.lock:
        label = f"OD-{state.title_named(BOAT).id.upper()}"
    kiosk.items.scan("DR-0142")
    kiosk.items.scan(label)
    kiosk.desk.wait_for(f"{BOAT}, borrowed, due", "1 to borrow")
    assert "DR-0142" not in kiosk.loans(MEMBER.username)
    kiosk.desk.press("Digital loans, 4")
    kiosk.desk.wait_for("Your digital loans", f"Give back {BOAT}", "2 in your basket")
    kiosk.desk.press(f"Open {BOAT} on your phone")
    kiosk.desk.wait_for(f"Code that opens {BOAT} on your phone")
    kiosk.desk.press("Back to digital loans")
    kiosk.desk.press("Back to scanning")
    kiosk.desk.press("Finish. 1 tool is ready, 1 title is confirmed")
    kiosk.desk.wait_for("Confirmed 2 of 2", "Cordless drill", BOAT, "Yours until")
    assert "DR-0142" in kiosk.loans(MEMBER.username)
    assert BOAT in kiosk.lent()


def test_a_title_is_found_below_the_tools(kiosk: RunningBeside) -> None:
    kiosk.desk.press("Find something")
    for key in "boat":
        kiosk.desk.press(key)
    kiosk.desk.wait_for(BOAT)
    assert kiosk.loans(MEMBER.username).keys().isdisjoint({"DR-0142"})


def test_a_card_is_remembered_with_the_fob_and_the_next_visit_types_nothing(tmp_path: Path) -> None:
    with RunningBeside(tmp_path, remembers=True) as kiosk:
        kiosk.link_and_log_in(MEMBER)
        kiosk.desk.press("Digital loans")
        kiosk.desk.press("Enter your card")
        kiosk.desk.fill("Card number", CARD)
        kiosk.desk.fill("Card PIN", PIN)
        kiosk.desk.press("Remember this card with my fob")
        kiosk.desk.press("Show my loans")
        kiosk.desk.wait_for("This card is remembered. Next time your fob is enough.", LAMP)
        kiosk.desk.press_until(kiosk.welcome, LEAVING)
        assert kiosk.stop() == 0
        kiosk.start()
        kiosk.fobs.scan(MEMBER.fob)
        kiosk.desk.press("Digital loans, 3")
        kiosk.desk.wait_for(f"On the library card ending in {CARD[-4:]}", LAMP)
        kiosk.desk.press("Forget this card")
        kiosk.desk.wait_for("This card is forgotten.")
        kiosk.desk.press_until(kiosk.welcome, LEAVING)
        kiosk.fobs.scan(MEMBER.fob)
        kiosk.desk.press("Digital loans")
        kiosk.desk.wait_for("Your library card is needed")
        kiosk.desk.press_until(kiosk.welcome, LEAVING)
        assert kiosk.stop() == 0
        assert places_of({CARD, PIN}, kiosk) == []
