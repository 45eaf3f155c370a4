"""Tests of the states in which nobody is served: Starting, Closed, Trouble, Idle."""

import pytest

from kiosk.domain.library import ClosedReason, FobLogin, House, Library
from kiosk.domain.messages.effects import Sound
from kiosk.domain.messages.events import (
    ClosedByStaff,
    LibraryRead,
    OpenedByStaff,
    SettingsWrong,
    StoreBroken,
    StoreMended,
)
from kiosk.domain.messages.intents import (
    AskAgain,
    Cancel,
    ChooseLanguage,
    CloseReceipt,
    Finish,
    Help,
    LogInWithoutFob,
    RemoveFromTray,
)
from kiosk.domain.model import ItemCode
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import AskingSecret, Closed, Identifying, Idle, Purpose, Starting, Trouble, TroubleReason
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY
from tests.domain.kiosks import idle


def test_a_kiosk_that_knows_nothing_starts() -> None:
    assert Bench(None).state == Starting()


def test_a_kiosk_that_remembers_its_library_stands_open() -> None:
    assert Bench(LIBRARY).state == Idle()


@pytest.mark.parametrize(
    ("library", "house", "reason"),
    [
        (replace(LIBRARY, kiosk_enabled=False), House(), ClosedReason.KIOSK_MODE_OFF),
        (replace(LIBRARY, self_service=False), House(), ClosedReason.SELF_SERVICE_OFF),
        (replace(LIBRARY, scan_login=False, form_login=False), House(), ClosedReason.NO_LOGIN),
        (replace(LIBRARY, form_login=False), House(fob_login=FobLogin.OFF), ClosedReason.NO_LOGIN),
    ],
)
def test_a_library_that_serves_nobody_here_closes_the_kiosk(
    library: Library, house: House, reason: ClosedReason
) -> None:
    assert Bench(library, house).state == Closed(reason)
    bench = Bench(None, house).scan("DR-1").tell(LibraryRead(library))
    assert bench.state == Closed(reason)
    assert bench.inbox == ["DR-1"]


# --- Starting ------------------------------------------------------------------------------------


def test_starting_keeps_what_is_scanned_and_opens_with_it() -> None:
    bench = Bench(None).scan("DR-1", "SA-2")
    assert bench.notice() is NoticeKey.CANNOT_REACH_YET
    bench.tell(LibraryRead(LIBRARY))
    assert bench.is_in(Idle).tray == ("SA-2", "DR-1")
    assert bench.is_in(Idle).tray_until == bench.at + 60


@pytest.mark.parametrize("event", [Finish(), Cancel()])
def test_starting_answers_cards(event: Finish | Cancel) -> None:
    assert Bench(None).tell(event).notice() is NoticeKey.CANNOT_REACH_YET


def test_starting_answers_a_fob() -> None:
    bench = Bench(None).fob()
    assert bench.state == Starting()
    assert bench.notice() is NoticeKey.CANNOT_REACH_YET


def test_starting_does_not_show_a_code_that_may_be_a_fob() -> None:
    bench = Bench(None).either("118")
    assert (bench.state, bench.notice()) == (Starting(), NoticeKey.CANNOT_REACH_YET)


def test_starting_can_be_cleared() -> None:
    bench = Bench(None).scan("DR-1").tell(Cancel())
    assert bench.state == Starting()
    assert bench.work == ["Record tray_without_fob DR-1"]


def test_starting_asks_again_when_told_to() -> None:
    assert Bench(None).tell(AskAgain()).work == ["ReadLibrary"]


def test_starting_waits_for_ever() -> None:
    assert Bench(None).wait(1000).state == Starting()


def test_staff_can_close_a_kiosk_that_starts() -> None:
    bench = Bench(None).tell(ClosedByStaff())
    assert bench.state == Closed(ClosedReason.BY_STAFF)
    assert bench.tell(OpenedByStaff()).state == Starting()


# --- Idle ----------------------------------------------------------------------------------------


def test_a_fob_begins_a_visit() -> None:
    bench = idle().scan("DR-1").fob()
    assert bench.is_in(Identifying).tray == ("DR-1",)
    assert bench.work == ["Identify"]


@pytest.mark.parametrize(
    ("library", "house"),
    [(replace(LIBRARY, scan_login=False), House()), (LIBRARY, House(fob_login=FobLogin.OFF))],
)
def test_where_fobs_are_not_used_the_kiosk_says_so(library: Library, house: House) -> None:
    bench = idle(library, house).scan("DR-1").fob()
    assert bench.is_in(Idle).tray == ("DR-1",)
    assert bench.notice() is NoticeKey.FOBS_NOT_USED


def test_items_wait_in_the_tray_for_a_fob() -> None:
    bench = idle().scan("DR-1", "SA-2")
    assert bench.is_in(Idle).tray == ("SA-2", "DR-1")
    assert bench.notice() is NoticeKey.NOW_SHOW_FOB


def test_an_item_that_waits_already_is_not_put_there_twice() -> None:
    bench = idle().scan("DR-1").later(10).scan("DR-1")
    assert bench.is_in(Idle).tray == ("DR-1",)
    assert bench.is_in(Idle).tray_until == bench.at + 60
    assert bench.notice() is NoticeKey.ALREADY_IN_TRAY


def test_an_item_can_be_taken_out_of_the_tray() -> None:
    bench = idle().scan("DR-1", "SA-2").tell(RemoveFromTray(ItemCode("DR-1")))
    assert bench.is_in(Idle).tray == ("SA-2",)
    assert bench.tell(RemoveFromTray(ItemCode("SA-2"))).state == Idle()
    assert bench.tell(RemoveFromTray(ItemCode("SA-2"))).state == Idle()


def test_the_form_opens_without_a_fob_where_the_library_allows_it() -> None:
    asking = idle().scan("DR-1").tell(LogInWithoutFob()).is_in(AskingSecret)
    assert (asking.purpose, asking.tray, asking.fob) == (Purpose.FORM, ("DR-1",), None)


def test_the_form_stays_closed_where_the_library_does_not_allow_it() -> None:
    assert idle(replace(LIBRARY, form_login=False)).tell(LogInWithoutFob()).state == Idle()


def test_finish_on_welcome_says_what_to_do() -> None:
    assert idle().tell(Finish()).notice() is NoticeKey.SHOW_FOB_TO_FINISH


def test_cancel_on_welcome_clears_the_tray() -> None:
    bench = idle().scan("DR-1").tell(Cancel())
    assert bench.state == Idle()
    assert bench.work == ["Record tray_without_fob DR-1"]
    assert bench.inbox == []


def test_cancel_on_an_empty_welcome_says_what_to_do() -> None:
    assert idle().tell(Cancel()).notice() is NoticeKey.SHOW_FOB_TO_FINISH


def test_a_tray_that_nobody_claims_is_asked_about_and_then_goes_to_staff() -> None:
    bench = idle().scan("DR-1", "SA-2").wait(44)
    assert bench.notice() != NoticeKey.WHOSE_TOOLS
    bench.wait(1)
    assert bench.notice() is NoticeKey.WHOSE_TOOLS
    assert bench.sounds == [Sound.ATTENTION]
    bench.wait(14)
    assert bench.notice() is NoticeKey.WHOSE_TOOLS
    assert bench.sounds == []
    bench.wait(1)
    assert bench.state == Idle()
    assert bench.kiosk.lasting.notice is None
    assert bench.inbox == ["DR-1", "SA-2"]


def test_the_chosen_language_goes_back_after_a_minute() -> None:
    bench = idle().tell(ChooseLanguage("fr")).wait(59)
    assert bench.kiosk.lasting.language == "fr"
    assert bench.wait(1).kiosk.lasting.language == "en"
    assert bench.state == Idle()


def test_an_open_help_closes_after_a_minute() -> None:
    bench = idle().tell(Help())
    assert bench.kiosk.lasting.help_open
    assert not bench.wait(60).kiosk.lasting.help_open


def test_newer_settings_count_at_once_and_disturb_nobody() -> None:
    bench = idle().tell(ChooseLanguage("fr")).scan("DR-1").tell(LibraryRead(replace(LIBRARY, name="New name")))
    assert bench.kiosk.lasting.library == replace(LIBRARY, name="New name")
    assert bench.is_in(Idle).tray == ("DR-1",)
    assert (bench.notice(), bench.kiosk.lasting.language) == (NoticeKey.NOW_SHOW_FOB, "fr")


def test_a_library_that_switches_the_kiosk_off_closes_it() -> None:
    bench = idle().scan("DR-1").tell(LibraryRead(replace(LIBRARY, kiosk_enabled=False)))
    assert bench.state == Closed(ClosedReason.KIOSK_MODE_OFF)
    assert bench.inbox == ["DR-1"]
    assert bench.tell(LibraryRead(LIBRARY)).state == Idle()


def test_staff_close_and_open() -> None:
    bench = idle().tell(ClosedByStaff())
    assert bench.state == Closed(ClosedReason.BY_STAFF)
    assert bench.tell(LibraryRead(LIBRARY)).state == Closed(ClosedReason.BY_STAFF)
    assert bench.tell(OpenedByStaff()).state == Idle()


# --- Closed and Trouble --------------------------------------------------------------------------


def test_a_broken_store_is_trouble_until_it_is_mended() -> None:
    bench = idle().scan("DR-1").tell(StoreBroken())
    assert bench.state == Trouble(TroubleReason.STORE_BROKEN)
    assert bench.inbox == ["DR-1"]
    assert bench.tell(LibraryRead(LIBRARY)).state == Trouble(TroubleReason.STORE_BROKEN)
    assert bench.tell(StoreMended()).state == Idle()


def test_a_broken_store_does_not_open_a_closed_kiosk() -> None:
    bench = idle().tell(ClosedByStaff()).tell(StoreBroken())
    assert bench.state == Closed(ClosedReason.BY_STAFF)
    assert bench.tell(OpenedByStaff()).state == Trouble(TroubleReason.STORE_BROKEN)


def test_wrong_settings_are_shown_and_stay() -> None:
    bench = idle().scan("DR-1").tell(SettingsWrong(("myturn.url: missing",)))
    trouble = Trouble(TroubleReason.SETTINGS_WRONG, ("myturn.url: missing",))
    assert bench.state == trouble
    assert bench.inbox == ["DR-1"]
    assert bench.tell(StoreMended()).state == trouble
    assert bench.tell(LibraryRead(LIBRARY)).state == trouble


@pytest.mark.parametrize("closing", [ClosedByStaff(), StoreBroken()])
def test_a_kiosk_out_of_use_answers_every_scan(closing: ClosedByStaff | StoreBroken) -> None:
    bench = idle().tell(closing)
    state = bench.state
    bench.scan("DR-1")
    assert bench.notice() is NoticeKey.NOT_IN_USE
    for event in (Finish(), Cancel()):
        bench.later(10).tell(event)
        assert bench.notice() is NoticeKey.NOT_IN_USE
    bench.later(10).fob()
    assert (bench.state, bench.notice()) == (state, NoticeKey.NOT_IN_USE)
    assert bench.tell(CloseReceipt()).state == state
    assert bench.wait(1000).state == state


def test_intents_of_other_screens_mean_nothing_on_welcome() -> None:
    assert idle().tell(CloseReceipt()).state == Idle()
    assert Bench(None).tell(CloseReceipt()).state == Starting()
