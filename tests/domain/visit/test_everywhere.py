"""Tests of rules that hold in every state: unusable codes, command cards, help, languages and sounds."""

import pytest

from kiosk.domain.messages.effects import Play, Sound, SpeakLanguage
from kiosk.domain.messages.events import (
    CommandName,
    CommandRead,
    OddRead,
    OddReason,
    ScanFailed,
    Scanned,
    Tick,
    Touched,
)
from kiosk.domain.messages.intents import Cancel, ChooseLanguage, Finish, Help, RemoveFromTray, Yes
from kiosk.domain.model import ItemCode, NotSent, Secret
from kiosk.domain.visit.lasting import Notice, NoticeKey, NoticeTone
from kiosk.domain.visit.questions import AskCancel, AskSwitch
from kiosk.domain.visit.states import Committing, Identifying, Idle, Receipt, Serving
from kiosk.domain.visit.stepping import heard
from kiosk.structs import replace
from tests.domain.cast import FOB, LIBRARY, OTHER_FOB
from tests.domain.kiosks import (
    asking,
    committing,
    idle,
    receipt,
    serving,
)
from tests.domain.visit.every_state import ALL, IN_A_VISIT, Make


def card(name: CommandName, argument: str = "") -> Scanned:
    return Scanned(CommandRead(name, argument))


# --- odd codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "key"),
    [
        (ScanFailed("items", "no end"), NoticeKey.MISREAD),
        (Scanned(OddRead(OddReason.CONTROL_CHARACTERS, "A·")), NoticeKey.ODD_CONTROL),
        (Scanned(OddRead(OddReason.TOO_LONG, "AAA…")), NoticeKey.ODD_TOO_LONG),
        (Scanned(OddRead(OddReason.UNKNOWN_COMMAND, "CMD:X")), NoticeKey.ODD_COMMAND),
        (Scanned(OddRead(OddReason.EMPTY)), NoticeKey.ODD_EMPTY),
        (Scanned(OddRead(OddReason.NOT_OURS)), NoticeKey.ODD_NOT_OURS),
    ],
)
def test_what_cannot_be_used_is_named_in_every_state(event: ScanFailed | Scanned, key: NoticeKey) -> None:
    for make in ALL:
        bench = make()
        kind = type(bench.state)
        bench.tell(event).is_in(kind)
        assert (bench.notice(), bench.sounds[-1], bench.work) == (key, Sound.ATTENTION, []), kind


def test_a_notice_goes_after_six_seconds_or_with_the_next_act() -> None:
    bench = serving("DR-1").scan("DR-1").wait(5)
    assert bench.notice() is NoticeKey.ALREADY_LISTED
    assert bench.wait(1).kiosk.lasting.notice is None
    assert serving("DR-1").scan("DR-1").scan("SA-2").notice() is None


# --- cards --------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
def test_help_opens_and_closes_everywhere(make: Make) -> None:
    bench = make().tell(card(CommandName.HELP))
    assert bench.kiosk.lasting.help_open
    assert not bench.tell(Help()).kiosk.lasting.help_open


def test_nothing_that_is_done_is_hidden_by_the_help() -> None:
    assert not serving().tell(Help()).scan("DR-1").kiosk.lasting.help_open
    assert not serving().tell(Help()).tell(Cancel()).kiosk.lasting.help_open
    assert not serving("DR-1").tell(Help()).tell(card(CommandName.FINISH)).kiosk.lasting.help_open
    assert serving().tell(Help()).tell(Touched()).kiosk.lasting.help_open


@pytest.mark.parametrize("make", IN_A_VISIT)
def test_a_language_card_speaks_to_the_server_too(make: Make) -> None:
    bench = make()
    visit = bench.visit
    bench.tell(card(CommandName.LANGUAGE, "fr"))
    assert bench.kiosk.lasting.language == "fr"
    assert bench.the(SpeakLanguage) == SpeakLanguage(visit, "fr")


@pytest.mark.parametrize(("code", "spoken"), [("FR", "fr"), ("es", "es"), ("en", "en"), ("tlh", None)])
def test_languages_are_the_kiosk_s_and_the_library_s(code: str, spoken: str | None) -> None:
    bench = idle().tell(ChooseLanguage("fr")).tell(ChooseLanguage(code))
    assert bench.kiosk.lasting.language == (spoken or "fr")
    assert (bench.notice() is NoticeKey.UNKNOWN_LANGUAGE) is (spoken is None)


def test_the_next_member_is_spoken_to_in_the_house_s_language() -> None:
    assert receipt().tell(ChooseLanguage("fr")).fob(OTHER_FOB).kiosk.lasting.language == "en"


def test_the_finish_card_does_the_whole_visit() -> None:
    finish = card(CommandName.FINISH)
    bench = serving("DR-1", library=replace(LIBRARY, confirm_borrows=True)).tell(finish)
    bench.is_in(Serving)
    bench.tell(finish).is_in(Committing)
    bench.answer_commit().read(proven=("DR-1",)).is_in(Receipt)
    assert bench.tell(finish).state == Idle()
    assert bench.tell(finish).notice() is NoticeKey.SHOW_FOB_TO_FINISH


def test_the_finish_card_says_yes_to_a_switch() -> None:
    serving().fob(OTHER_FOB).tell(card(CommandName.FINISH)).is_in(Identifying)


def test_two_cancel_cards_in_a_row_leave() -> None:
    cancel = card(CommandName.CANCEL)
    bench = serving("DR-1").tell(cancel)
    assert bench.is_in(Serving).question == AskCancel()
    assert bench.tell(cancel).state == Idle()


@pytest.mark.parametrize("question", ["switch", "other fob"])
def test_a_cancel_card_says_no_to_any_other_question(question: str) -> None:
    bench = serving("DR-1").fob(OTHER_FOB) if question == "switch" else asking().scan("DR-1").fob(OTHER_FOB)
    kind = type(bench.state)
    bench.tell(card(CommandName.CANCEL)).is_in(kind)
    assert getattr(bench.state, "question", "") is None


def test_a_cancel_card_closes_a_receipt_and_stops_no_commit() -> None:
    cancel = card(CommandName.CANCEL)
    assert receipt().tell(cancel).state == Idle()
    assert committing().tell(cancel).notice() is NoticeKey.CANNOT_STOP


# --- sounds -------------------------------------------------------------------------------------


def test_every_scan_is_heard_at_once() -> None:
    for make in ALL:
        assert make().scan("X-1").sounds[0] is Sound.SEEN
        assert make().fob().sounds[0] is Sound.SEEN


def test_a_library_without_sounds_is_silent() -> None:
    bench = serving(library=replace(LIBRARY, sounds=False)).scan("DR-1").answer("DR-1").wait(100)
    assert bench.wants(Play) == []


def test_a_bad_notice_sounds_refused() -> None:
    before = serving().kiosk
    bad = Notice(NoticeKey.MISREAD, 0.0, NoticeTone.BAD)
    after = replace(before, lasting=replace(before.lasting, notice=bad))
    assert heard(before, Tick(), after) == (Play(Sound.REFUSED),)


def test_an_answer_that_says_nothing_new_is_silent() -> None:
    bench = serving().scan("DR-1").answer("DR-1", NotSent())
    assert bench.answer("DR-1", NotSent()).sounds == []


# --- rules for every state ----------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
def test_a_tray_item_can_be_taken_away_wherever_there_is_a_tray(make: Make) -> None:
    bench = make().scan("X-1")
    bench.tell(RemoveFromTray(ItemCode("X-1")))
    assert "X-1" not in getattr(bench.state, "tray", ())


def test_a_switch_is_never_mistaken_for_a_cancel() -> None:
    bench = serving().fob(OTHER_FOB)
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))
    bench.tell(Finish())
    assert bench.state == Idle()
    assert serving().fob(OTHER_FOB).tell(Cancel()).state == Idle()
    assert serving().either(FOB).tell(Yes()).state == Idle()
