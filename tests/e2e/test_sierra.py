"""Tests of everything that a member does at a library with Sierra.

The installed command runs in a real window, with real serial lines and a real server. All tests use one kiosk, one
after another. Before each test, the kiosk shows Welcome, and the library's data is reset.
"""

from collections.abc import Iterator

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator.sierra import KEY_SECRET, PATRONS
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.kiosk_process import LEAVING
from tests.e2e.sierra_process import INES, JAMAL, MARTA, OWES, RunningSierra
from tests.secrets_net import secrets_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
DRILL, NAILER, TRIMMER = "30800000001001", "30800000001010", "30800000001052"
DRILL_NAME, NAILER_NAME = "Cordless drill 18 V (Bosch GSR 18V-55)", "Cordless nailer (DeWALT DCN680)"
WAITS_FOR_ANOTHER = "30800000002002"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSierra]:
    with RunningSierra(tmp_path_factory.mktemp("sierra")) as running:
        yield running


@pytest.fixture
def kiosk(served: RunningSierra) -> RunningSierra:
    served.back_to_welcome()
    return served


@pytest.fixture(scope="module")
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSierra]:
    """A second kiosk, at which Ines borrows a drill and goes away. Her visit ends while the other tests run.

    This kiosk asks for no PIN, so the scan of her card logs her in.
    """
    folder = tmp_path_factory.mktemp("left-alone")
    with RunningSierra(folder, card_pin="none", logout_s=30) as running:
        running.fobs.scan(INES.barcode)
        running.desk.wait_for("Hello Inès")
        running.items.scan(DRILL)
        running.desk.wait_for(f"{DRILL_NAME}, borrowed")
        yield running


@pytest.mark.usefixtures("left_alone")
def test_card_number_and_pin_are_typed(kiosk: RunningSierra) -> None:
    kiosk.desk.press("Log in without a card")
    kiosk.desk.wait_for("With your library card and its PIN.")
    kiosk.desk.fill("Card number", MARTA.barcode)
    kiosk.desk.fill("PIN", "0000")
    kiosk.desk.press("Log in")
    kiosk.desk.wait_for("That did not work")
    kiosk.desk.fill("PIN", MARTA.pin)
    kiosk.desk.press("Log in")
    kiosk.desk.wait_for("Hello Marta", "Wanted back since")


def test_a_scanned_card_asks_for_its_pin(kiosk: RunningSierra) -> None:
    kiosk.log_in(JAMAL)
    words = kiosk.desk.words()
    assert "Extension ladder" in words
    assert JAMAL.barcode not in words


def test_a_card_without_a_pin_is_enough(left_alone: RunningSierra) -> None:
    names = [call.name for call in left_alone.library.library_state.calls()]
    assert "find_patron" in names
    assert not {"auth", "validate"} & set(names)


def test_a_scan_lends_and_the_scan_of_a_loan_takes_it_back(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for(f"{DRILL_NAME}, borrowed, due")
    assert DRILL in kiosk.loans()
    kiosk.items.scan(NAILER)
    kiosk.desk.wait_for(f"{NAILER_NAME}, given back")
    assert NAILER not in kiosk.loans()
    kiosk.desk.press("Done. 2 items are recorded")
    kiosk.desk.wait_for("Confirmed 2 of 2", "Put these on their shelves", NAILER_NAME, DRILL_NAME)


def test_a_borrow_is_given_back_on_its_line(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.items.scan(DRILL)
    kiosk.desk.press(f"Give back {DRILL_NAME}")
    kiosk.desk.press("Give it back? Yes, give it back")
    kiosk.desk.wait_for(f"{DRILL_NAME}, given back")
    assert DRILL not in kiosk.loans()


def test_a_loan_is_kept_longer(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    before = kiosk.loans()[NAILER].due_day
    kiosk.desk.press_beginning(f"Keep {NAILER_NAME}")
    kiosk.desk.wait_for(f"{NAILER_NAME}, kept longer, due")
    assert kiosk.loans()[NAILER].due_day > before


def test_all_loans_are_kept_longer_one_by_one(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.desk.press("Keep all longer, 3 of 4 can be")
    wait_until(lambda: kiosk.library.library_state.call_counts()["renewal"] == 3, "three renewals", kiosk.desk.words)
    kiosk.desk.wait_for(f"{NAILER_NAME}, kept longer, due")


def test_holds_are_shown_and_one_is_cancelled_after_a_question(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.desk.wait_for("1 item is ready for you", "Number 2 of 3 in the queue")
    kiosk.desk.press("Reservations")
    kiosk.desk.press_beginning("Cancel the reservation of Pressure washer")
    kiosk.desk.press_beginning("Yes")
    state = kiosk.library.library_state
    wait_until(lambda: len(state.holds_of(MARTA.key)) == 1, "the end of the hold", kiosk.desk.words)


def test_what_is_owed_is_shown_and_paid_at_the_desk(kiosk: RunningSierra) -> None:
    kiosk.log_in(OWES)
    kiosk.desk.wait_for("You owe $18.75", "Lost key of the blue crate", "Please pay at the desk, not here.")


def test_a_refusal_has_the_words_of_the_library_and_nothing_of_its_codes(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.items.scan(WAITS_FOR_ANOTHER)
    kiosk.desk.wait_for("Sharpening by hand, refused", "Item is on hold for another patron")
    assert "XCirc" not in kiosk.desk.words()


def test_a_label_that_the_library_does_not_know_is_refused(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.items.scan("HAMMER-9999")
    kiosk.desk.wait_for("HAMMER-9999, refused", "Look for our label")


def test_a_lost_answer_is_found_out_and_the_loan_is_made_once(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.library.control.fault("checkout", "drop", acts=True)
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for(f"{DRILL_NAME}, borrowed, due")
    assert len(kiosk.library.library_state.acts("checkout")) == 1


def test_what_is_scanned_while_the_library_is_away_is_lent_when_it_is_back(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.library.control.go_away()
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for("not checked yet")
    assert DRILL not in kiosk.loans()
    kiosk.library.control.come_back()
    kiosk.desk.wait_for(f"{DRILL_NAME}, borrowed, due")
    assert len(kiosk.library.library_state.acts("checkout")) == 1


def test_things_come_back_without_an_account_while_the_library_is_away(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.library.control.go_away()
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for("not checked yet")
    kiosk.desk.press_until("Bring things back", LEAVING)
    kiosk.desk.press("Bring things back")
    for number, label in enumerate((NAILER, TRIMMER), start=1):
        kiosk.items.scan(label)
        kiosk.desk.wait_for("saved here, will be sent", f"line {number} of {number}")
    assert NAILER in kiosk.loans()
    kiosk.desk.press_beginning("Done")
    kiosk.desk.wait_for("2 things saved", "Your slip number")
    kiosk.library.control.come_back()
    wait_until(lambda: len(kiosk.library.library_state.acts("checkin")) == 2, "both check-ins", kiosk.desk.words)
    kiosk.desk.press_until(kiosk.welcome, LEAVING)
    assert NAILER not in kiosk.loans()


def test_the_receipt_names_the_box_of_each_returned_thing(kiosk: RunningSierra) -> None:
    lent = {"shelf": NAILER, "blue crate": _of_the_branch(kiosk), "hold shelf": TRIMMER}
    kiosk.library.control.desk_lends("marta", lent["blue crate"])
    kiosk.library.control.place_hold("jamal", lent["hold shelf"])
    kiosk.log_in()
    for number, label in enumerate(lent.values(), start=1):
        kiosk.items.scan(label)
        wait_until(lambda: len(kiosk.library.library_state.acts("checkin")) == number, f"return {number}")  # noqa: B023
    kiosk.desk.press("Done. 3 items are recorded")
    kiosk.desk.wait_for("Confirmed 3 of 3", "blue crate", "hold shelf", "TOOL")


def _of_the_branch(kiosk: RunningSierra) -> str:
    """Return the label of a free item that belongs to the other branch."""
    state = kiosk.library.library_state
    out = {each.barcode for patron in PATRONS for each in state.loans_of(patron.key)}
    mine = (each for each in state.catalogue.items.values() if each.home == "eastb" and each.barcode not in out)
    return next(mine).barcode


def test_an_unplugged_reader_is_said_and_found_again(kiosk: RunningSierra) -> None:
    assert isinstance(kiosk.fobs, PretendReader)
    kiosk.fobs.unplug()
    kiosk.desk.wait_for("The card reader is unplugged")
    kiosk.fobs.plug()
    kiosk.desk.wait_for("Scan your library card", "Reader ready")


def test_without_a_scanner_the_code_of_a_label_is_typed(kiosk: RunningSierra) -> None:
    assert isinstance(kiosk.items, PretendReader)
    kiosk.log_in()
    kiosk.items.unplug()
    kiosk.desk.press("Type the code")
    kiosk.desk.fill("Code on the label", DRILL)
    kiosk.desk.press("Add the item")
    kiosk.desk.wait_for(f"{DRILL_NAME}, borrowed, due")
    kiosk.items.plug()


def test_after_a_power_cut_the_loan_is_there_once(kiosk: RunningSierra) -> None:
    kiosk.log_in()
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for(f"{DRILL_NAME}, borrowed, due")
    kiosk.kill()
    kiosk.start()
    kiosk.log_in()
    kiosk.desk.wait_for(DRILL_NAME)
    assert len(kiosk.library.library_state.acts("checkout")) == 1


def test_who_walks_away_keeps_what_was_lent_and_the_next_person_sees_nothing(left_alone: RunningSierra) -> None:
    left_alone.desk.wait_for("Scan your library card", timeout_s=60)
    words = left_alone.desk.words()
    assert DRILL_NAME not in words
    assert "Inès" not in words
    assert DRILL in left_alone.loans(INES)
    assert len(left_alone.library.library_state.acts("checkout")) == 1


def test_nothing_secret_is_in_the_log_or_on_the_disk(served: RunningSierra) -> None:
    assert served.stop() == 0
    files = (served.folder / "state").glob("*.db*")
    left = served.log.read_bytes() + b"".join(path.read_bytes() for path in files)
    assert not secrets_in(left, (MARTA.barcode, MARTA.pin, JAMAL.barcode, KEY_SECRET, MARTA.name, "Marta"))
