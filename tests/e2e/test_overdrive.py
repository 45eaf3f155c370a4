"""Tests of what a member does at a library where OverDrive is the only system.

The installed command runs in a real window, with real serial lines and a real server. All tests use one kiosk, one
after another. Before each test, the kiosk shows Welcome, and the library's data is reset.
"""

from collections.abc import Iterator

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator.overdrive import CLIENT_SECRET
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.overdrive_process import GRETA, JAMAL, MARTA, RunningOverDrive
from tests.secrets_net import secrets_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
BOAT, WHEAT = "How to Borrow a Boat", "Winter Wheat"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOverDrive]:
    with RunningOverDrive(tmp_path_factory.mktemp("overdrive")) as running:
        yield running


@pytest.fixture
def kiosk(served: RunningOverDrive) -> RunningOverDrive:
    served.back_to_welcome()
    return served


def test_card_number_and_pin_are_typed(kiosk: RunningOverDrive) -> None:
    kiosk.desk.press("Log in without a card")
    kiosk.desk.wait_for("With your library card and its PIN.")
    kiosk.desk.fill("Card number", MARTA.barcodes[0])
    kiosk.desk.fill("PIN", "0000")
    kiosk.desk.press("Log in")
    kiosk.desk.wait_for("That did not work")
    kiosk.desk.fill("PIN", MARTA.pin)
    kiosk.desk.press("Log in")
    kiosk.desk.wait_for("Digital loans, 3")


def test_a_scanned_card_asks_for_its_pin(kiosk: RunningOverDrive) -> None:
    kiosk.log_in(JAMAL)
    assert JAMAL.barcodes[0] not in kiosk.desk.words()


def test_a_scan_lends_and_the_title_is_given_back_on_its_page(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.items.scan(kiosk.label(BOAT))
    kiosk.desk.wait_for(f"{BOAT}, borrowed, due")
    assert BOAT in kiosk.loans()
    kiosk.items.scan(kiosk.label(WHEAT))
    kiosk.desk.wait_for("Your digital loans", "The Lamp on Harrow Lane, E-book")
    assert WHEAT in kiosk.loans()
    kiosk.desk.press(f"Give back {WHEAT}")
    kiosk.desk.press("Yes, give it back")
    wait_until(lambda: WHEAT not in kiosk.loans(), "the return", kiosk.desk.words)
    kiosk.desk.press("Back to scanning")
    kiosk.desk.press("Done. 2 titles are confirmed")
    kiosk.desk.wait_for("Confirmed 2 of 2", BOAT)


def test_a_title_is_opened_on_a_phone_in_the_app_or_in_the_browser(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.desk.press("Digital loans, 3")
    kiosk.desk.press(f"Open {WHEAT} on your phone")
    kiosk.desk.wait_for("Point your phone", "in the Libby app", "Only you should see this code")
    kiosk.desk.press("In the browser")
    kiosk.desk.wait_for("Opens your loan in the browser.", "This code goes away in")
    codes = kiosk.library.library_state.acts("code")
    assert [each.title for each in codes] == [WHEAT]
    kiosk.desk.press("Back to digital loans")
    kiosk.desk.wait_for("Your digital loans")


def test_a_borrow_is_given_back_on_its_line(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.items.scan(kiosk.label(BOAT))
    kiosk.desk.press(f"Give back {BOAT}")
    kiosk.desk.press("Give it back? Yes, give it back")
    kiosk.desk.wait_for(f"{BOAT}, given back")
    assert BOAT not in kiosk.loans()


def test_holds_are_shown_and_one_is_cancelled_after_a_question(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.desk.wait_for("1 title is ready for you", "Number 2 of 2 in the queue")
    kiosk.desk.press("Reservations")
    kiosk.desk.press_beginning("Cancel the reservation of The Orchard Accounts")
    kiosk.desk.press_beginning("Yes")
    state = kiosk.library.library_state
    wait_until(lambda: len(state.holds_of(MARTA.key)) == 1, "the end of the hold", kiosk.desk.words)


def test_a_refusal_says_why(kiosk: RunningOverDrive) -> None:
    kiosk.log_in(GRETA)
    kiosk.items.scan(kiosk.label(BOAT))
    kiosk.desk.wait_for("refused", "You have 2 items")


def test_a_label_that_names_no_title_is_refused(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.items.scan("OD-HAMMER-9999")
    kiosk.desk.wait_for("OD-HAMMER-9999, refused", "Look for our label")


def test_a_lost_answer_is_found_out_and_the_loan_is_made_once(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.library.control.fault("checkout", "drop", acts=True)
    kiosk.items.scan(kiosk.label(BOAT))
    kiosk.desk.wait_for(f"{BOAT}, borrowed, due")
    assert len(kiosk.library.library_state.acts("checkout")) == 1


def test_what_is_scanned_while_the_library_is_away_is_lent_when_it_is_back(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.library.control.go_away()
    kiosk.items.scan(kiosk.label(BOAT))
    kiosk.desk.wait_for("not checked yet")
    kiosk.library.control.come_back()
    kiosk.desk.wait_for(f"{BOAT}, borrowed, due")
    assert len(kiosk.library.library_state.acts("checkout")) == 1


def test_without_a_scanner_the_code_of_a_label_is_typed(kiosk: RunningOverDrive) -> None:
    assert isinstance(kiosk.items, PretendReader)
    kiosk.log_in()
    kiosk.items.unplug()
    kiosk.desk.press("Type the code")
    kiosk.desk.fill("Code on the label", kiosk.label(BOAT))
    kiosk.desk.press("Add the item")
    kiosk.desk.wait_for(f"{BOAT}, borrowed, due")
    kiosk.items.plug()


def test_after_a_power_cut_the_loan_is_there_once(kiosk: RunningOverDrive) -> None:
    kiosk.log_in()
    kiosk.items.scan(kiosk.label(BOAT))
    kiosk.desk.wait_for(f"{BOAT}, borrowed, due")
    kiosk.kill()
    kiosk.start()
    kiosk.log_in()
    kiosk.desk.press("Digital loans, 4")
    kiosk.desk.wait_for(f"{BOAT}, E-book")
    assert len(kiosk.library.library_state.acts("checkout")) == 1


def test_nothing_secret_is_in_the_log_or_on_the_disk(served: RunningOverDrive) -> None:
    assert served.stop() == 0
    files = (served.folder / "state").glob("*.db*")
    left = served.log.read_bytes() + b"".join(path.read_bytes() for path in files)
    assert not secrets_in(left, (MARTA.barcodes[0], MARTA.pin, JAMAL.barcodes[0], CLIENT_SECRET))
