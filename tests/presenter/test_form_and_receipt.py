"""Tests of the forms for a log-in or a mail with a new password, and of the receipt after Finish."""

import re
from datetime import date

import pytest

from kiosk.domain.library import FobLogin, House, KioskTexts, Library, LoginKind
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.messages.intents import Link, LogInWithoutFob
from kiosk.domain.model import Direction, ItemCode, Line, LineState, Refusal, RefusalKind, VisitId
from kiosk.domain.visit.lasting import Lasting, Notice, NoticeKey
from kiosk.domain.visit.states import (
    AskingSecret,
    FormError,
    Idle,
    Purpose,
    Receipt,
    Resolving,
    State,
    TurnedAway,
    Verdict,
)
from kiosk.structs import replace
from kiosk.views.finish import CommittingPage, ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.pieces import Emphasis, Tone
from tests.presenter.kiosks import (
    AROUND,
    DRILL,
    FOB,
    LADDER,
    LIBRARY,
    MARTA,
    NOW,
    WASHER,
    committing,
    every,
    house,
    line,
    seen,
    serving,
    words,
)


def form(asking: AskingSecret, lasting: Lasting = AROUND) -> FormPage:
    page = seen(asking, lasting).page
    assert isinstance(page, FormPage)
    return page


LINK = AskingSecret(VisitId(1), Purpose.LINK, 7, NOW + 60, FOB, name="marta")


def test_the_form_keeps_the_name_and_offers_to_remember_the_fob() -> None:
    page = form(LINK)
    assert [(field.ident, field.value) for field in page.form.fields] == [("name", "marta"), ("secret", "")]
    assert page.toggle is not None
    assert (page.toggle.on, page.toggle.intent) == (True, Link(yes=False))
    assert form(LINK, house(can_link=False)).toggle is None
    assert [field.ident for field in form(LINK, house(link_pin=True)).form.fields] == ["name", "secret", "pin"]
    assert [field.ident for field in form(replace(LINK, purpose=Purpose.PIN)).form.fields] == ["pin"]


def test_a_link_without_remembering_needs_no_pin() -> None:
    page = form(replace(LINK, remember=False), house(link_pin=True))
    assert [field.ident for field in page.form.fields] == ["name", "secret"]


def test_a_short_pin_is_named() -> None:
    error = form(replace(LINK, error=FormError.PIN_SHORT), house(link_pin=True)).error
    assert error is not None
    assert (error.title, error.text) == ("The PIN needs 4 digits", "Please choose 4 digits for this fob.")


def test_where_the_fob_stands_for_the_name_only_the_password_is_asked() -> None:
    asking = replace(LINK, purpose=Purpose.PASSWORD, name="")
    page = form(asking, house(fob_login=FobLogin.ASK_PASSWORD))
    assert [field.ident for field in page.form.fields] == ["secret"]
    assert page.lead == "Your name comes from your fob. Now your library password."
    assert [it.label for it in page.others] == ["Log in without a fob", "Help"]
    assert page.others[0].intent == LogInWithoutFob()
    assert FOB.reveal() not in "\n".join(every_text(page))
    wrong = form(replace(asking, error=FormError.WRONG), house(fob_login=FobLogin.ASK_PASSWORD))
    assert [it.label for it in wrong.others] == ["Forgot your password?", "Help"]
    no_forms = replace(AROUND, library=replace(LIBRARY, form_login=False))
    assert [it.label for it in form(asking, no_forms).others] == ["Forgot your password?", "Help"]


def every_text(page: FormPage) -> list[str]:
    return [str(text) for text in every(page, str)]


def test_the_tray_is_one_row_beside_the_fields() -> None:
    one, three = (form(replace(LINK, tray=tuple(ItemCode(f"DR-{n}") for n in range(count)))).tray for count in (1, 3))
    assert [(card.title, card.text) for card in one] == [("DR-0", "Waiting in the tray")]
    assert [(card.title, card.text) for card in three] == [("DR-0", "and 2 more tools")]


def test_who_must_log_in_once_more_sees_the_tools_that_are_kept() -> None:
    again = replace(LINK, purpose=Purpose.AGAIN, kept=serving(DRILL, LADDER, WASHER))
    card = form(again).tray[0]
    names = [each.item.name if each.item else "" for each in (DRILL, LADDER, WASHER)]
    assert (card.title, card.text, card.remove) == (names[0], f"{names[1]} and {names[2]}", None)
    assert form(replace(again, tray=(ItemCode("SA-2"),))).tray[0].title == "SA-2"
    assert form(replace(again, kept=serving())).tray == ()


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (Idle((ItemCode("DR-1"),)), NoticeKey.NOW_SHOW_FOB),
        (replace(LINK, error=FormError.INCOMPLETE), NoticeKey.FILL_IN_FIELDS),
        (
            Receipt(VisitId(1), MARTA, Verdict.ALL, (), NOW + 30, NOW + 120, tray=(ItemCode("DR-1"),)),
            NoticeKey.SHOW_FOB_TO_GO_ON,
        ),
        (
            TurnedAway(VisitId(1), TurnAwayReason.OTHER, NOW + 30, tray=(ItemCode("DR-1"),)),
            NoticeKey.SHOW_FOB_TO_GO_ON,
        ),
    ],
)
def test_what_the_page_says_in_large_letters_is_not_drawn_again(state: State, key: NoticeKey) -> None:
    notice = Notice(key, NOW + 5, about="DR-1")
    shown = seen(state, replace(AROUND, notice=notice)).notice
    elsewhere = seen(serving(DRILL), replace(AROUND, notice=notice)).notice
    assert shown is not None
    assert elsewhere is not None
    assert (shown.spoken_only, elsewhere.spoken_only) == (True, False)


def test_too_many_tries_count_down_and_then_let_one_try_again() -> None:
    page = form(replace(LINK, error=FormError.THROTTLED, throttled_until=NOW + 29.1))
    assert page.error is not None
    assert page.error.text == "Please wait 30 seconds."
    assert not page.form.submit.enabled
    over = form(replace(LINK, error=FormError.THROTTLED, throttled_until=NOW))
    assert over.error is None
    assert over.form.submit.enabled


def test_the_library_s_own_text_for_a_failed_log_in_comes_first() -> None:
    own = replace(AROUND, library=replace(LIBRARY, texts=KioskTexts(form_login_error="<p>Ask <b>Jane</b></p>")))
    error = form(replace(LINK, error=FormError.WRONG), own).error
    assert error is not None
    assert error.text == "Ask Jane"


@pytest.mark.parametrize(
    ("purpose", "error", "form_text", "scan_text", "said"),
    [
        (Purpose.FORM, FormError.WRONG, "Call Jane", "New fob?", "Call Jane"),
        (Purpose.FORM, FormError.WRONG, "", "", "No such member"),
        (Purpose.FORM, FormError.FOB_UNKNOWN, "Call Jane", "New fob?", "New fob?"),
        (Purpose.FORM, FormError.FOB_UNKNOWN, "Call Jane", "", "No such member"),
        (Purpose.PASSWORD, FormError.WRONG, "Call Jane", "New fob?", "New fob?"),
        (Purpose.PASSWORD, FormError.WRONG, "Call Jane", "", "Call Jane"),
        (Purpose.LINK, FormError.WRONG, "Call Jane", "New fob?", "Call Jane"),
        (Purpose.LINK, FormError.WRONG, "", "New fob?", "New fob?"),
        (Purpose.PIN, FormError.WRONG_PIN, "Call Jane", "New fob?", "No such member"),
    ],
)
def test_each_kind_of_log_in_has_the_library_s_text_of_its_own(
    purpose: Purpose, error: FormError, form_text: str, scan_text: str, said: str
) -> None:
    own = KioskTexts(form_login_error=form_text, scan_login_error=scan_text)
    state = replace(LINK, purpose=purpose, error=error, words="No such member", fob=FOB)
    state = replace(state, fob=None) if purpose is Purpose.FORM else state
    page = form(state, replace(AROUND, library=replace(LIBRARY, texts=own)))
    assert page.error is not None
    assert page.error.text == said


def test_a_fob_that_the_library_does_not_know_is_explained_in_its_words_on_the_way_out() -> None:
    own = replace(AROUND, library=replace(LIBRARY, texts=KioskTexts(scan_login_error="<p>New fob?</p>")))
    shown = seen(TurnedAway(VisitId(1), TurnAwayReason.FOB_UNKNOWN, NOW + 30, "No such fob"), own)
    assert "New fob?" in "\n".join(str(text) for text in every(shown, str))


def test_that_was_a_tool_is_offered_only_for_a_code_that_nobody_could_tell() -> None:
    assert [button.label for button in form(LINK).others] == ["Help"]
    both = form(replace(LINK, unclassified=True)).others
    assert [button.label for button in both] == ["That was a tool", "Help"]


CARDS = House(fob_login=FobLogin.ASK_PASSWORD, can_link=False, fob_is_card=True)


def at_cards(login: LoginKind) -> Lasting:
    return replace(AROUND, house=CARDS, library=replace(LIBRARY, login=login, at_once=True))


def test_a_library_with_cards_asks_for_the_card_and_its_pin() -> None:
    page = form(replace(LINK, purpose=Purpose.FORM, fob=None), at_cards(LoginKind.CARD_AND_PIN))
    assert [field.label for field in page.form.fields] == ["Card number", "PIN"]
    assert (page.lead, page.form.show_secret) == ("With your library card and its PIN.", "Show the PIN")
    scanned = form(replace(LINK, purpose=Purpose.PASSWORD), at_cards(LoginKind.CARD_AND_PIN))
    assert [field.label for field in scanned.form.fields] == ["PIN"]
    assert scanned.lead == "Your card is read. Now its PIN, please."
    assert [button.label for button in scanned.others] == ["Log in without a card", "Help"]
    for said in (page, scanned):
        assert not [each for each in words(said).splitlines() if re.search(r"\bfob\b|[Uu]ser |password ", each)]


def test_a_card_without_a_pin_is_one_field_and_nothing_can_be_forgotten() -> None:
    page = form(replace(LINK, purpose=Purpose.FORM, error=FormError.WRONG), at_cards(LoginKind.CARD))
    assert [field.label for field in page.form.fields] == ["Card number"]
    assert [button.label for button in page.others] == ["Help"]


def test_a_form_with_one_field_does_not_speak_of_both() -> None:
    both = form(replace(LINK, error=FormError.WRONG))
    one = form(replace(LINK, purpose=Purpose.PASSWORD, error=FormError.WRONG))
    assert both.error is not None
    assert both.error.text == "Please check both fields. If it goes on, ask staff."
    assert one.error is not None
    assert one.error.text == "Please check what you typed. If it goes on, ask staff."


def test_a_pin_and_a_form_that_says_who_helps_do_not_ask_for_a_forgotten_password() -> None:
    assert [button.label for button in form(replace(LINK, purpose=Purpose.PIN)).others] == ["Help"]
    said = form(replace(LINK, error=FormError.FORGOT_ASK_LIBRARY))
    assert [button.label for button in said.others] == ["Help"]
    assert said.error is not None
    assert said.error.text == "Staff can give you a new password: (802) 555-0142 · hello@millbrook.example"
    nobody = form(replace(LINK, error=FormError.FORGOT_ASK_LIBRARY), replace(AROUND, library=Library()))
    assert nobody.error is not None
    assert nobody.error.text == "Staff can give you a new password."


def test_the_form_for_a_mail_asks_for_one_thing_and_offers_no_other_way() -> None:
    page = form(replace(LINK, resetting=True, name="marta"))
    assert [(field.label, field.value) for field in page.form.fields] == [("Mail address or user name", "marta")]
    assert (page.headline, page.form.submit.label) == ("Forgot your password?", "Send the mail")
    assert (page.toggle, page.steps, [it.label for it in page.others]) == (None, (), ["Help"])
    assert page.back is not None
    assert page.back.label == "Back"


def test_who_may_go_is_not_asked_to_wait() -> None:
    waits, may_go = (seen(Resolving(committing(DRILL, began=NOW - since))).page for since in (3.0, 11.0))
    assert isinstance(waits, CommittingPage)
    assert isinstance(may_go, CommittingPage)
    assert waits.wait is not None
    assert waits.wait.hint == "We are finding out", "the library is not answering"
    assert waits.leave is None
    assert may_go.wait is None
    assert may_go.leave is not None
    assert may_go.leave.look is Emphasis.PRIMARY


def receipt(*lines: Line, **more: object) -> ReceiptPage:
    state = Receipt(VisitId(1), MARTA, Verdict.ALL, lines, NOW + 30, NOW + 120, **more)  # type: ignore[arg-type]
    page = seen(state, house(shelf="IN")).page
    assert isinstance(page, ReceiptPage)
    return page


def test_the_receipt_names_shelves_dates_and_lateness() -> None:
    back = replace(LADDER, state=LineState.DONE, days_late=2)
    bare = line(8, "Reel", Direction.RETURN, LineState.DONE)
    drill, saw = replace(DRILL, state=LineState.DONE), line(9, "Saw", state=LineState.DONE, due=date(2026, 12, 3))
    page = receipt(back, bare, drill, saw)
    assert [(row.plate.text, row.title) for row in page.shelves] == [("C2", "Extension ladder 4 m"), ("IN", "Reel")]
    assert page.shelves[0].detail == "2 days late, thank you for bringing it."
    assert [(group.headline, group.titles) for group in page.dues] == [
        ("Back by Thu 3 Dec", ("Saw",)),
        ("Back by Sat 5 Dec", ("Cordless drill 18 V",)),
    ]


def test_a_tool_that_was_refused_before_finish_stands_first_and_the_band_is_amber() -> None:
    left = line(5, "Sander", state=LineState.NOT_CHECKED)
    page = receipt(replace(DRILL, state=LineState.DONE), others=(WASHER, left))
    assert (page.band.text, page.band.tone) == ("Confirmed 1 of 3", Tone.WARN)
    assert [(row.title, row.word, row.tone, row.reason) for row in page.lines] == [
        (
            "Leave here: Pressure washer",
            "Refused",
            Tone.BAD,
            "Reserved for another member. Please put it back on shelf D1.",
        ),
    ]
    assert page.others_title == "1 tool is not included"
    assert [(row.title, row.icon, row.reason) for row in page.others] == [
        ("Sander", "cloudoff", "Left out. It was not checked and is not lent. Please leave it here."),
    ]
    assert page.done is not None
    assert page.done.hint != "Staff know about it"
    assert receipt(replace(DRILL, state=LineState.DONE)).others_title == ""


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (RefusalKind.OTHER, "It is still on your account. Please show it to staff."),
        (RefusalKind.NOT_ON_ACCOUNT, "Not on your account. Please show it to staff."),
        (
            RefusalKind.NOT_AVAILABLE,
            "It cannot be lent just now. It is still on your account. Please show it to staff.",
        ),
    ],
)
def test_a_return_that_was_refused_is_told_once_whose_it_is(kind: RefusalKind, reason: str) -> None:
    reel = line(8, "Reel", Direction.RETURN, LineState.REFUSED, refused=kind)
    assert [row.reason for row in receipt(reel).lines] == [reason]


def test_words_that_refused_the_whole_are_not_put_into_the_mouth_of_each_line() -> None:
    no = Refusal(RefusalKind.OTHER, "The <b>drill</b> is broken.")
    drill, ladder = (replace(it, state=LineState.REFUSED, refusal=no) for it in (DRILL, LADDER))
    page = receipt(drill, ladder)
    assert page.banner is not None
    assert (page.banner.title, page.banner.text) == ("“The drill is broken.”", "From the library")
    assert [row.reason for row in page.lines] == [
        "The library said no. Please put it back on its shelf.",
        "It is still on your account. Please show it to staff.",
    ]
    alone = receipt(drill)
    assert alone.banner is None
    assert "The drill is broken." in alone.lines[0].reason
    waiting = receipt(drill, ladder, tray=(ItemCode("X-1"),))
    assert "The drill is broken." in waiting.lines[1].reason


def test_the_library_s_last_words_come_only_for_what_was_confirmed() -> None:
    only_back = receipt(replace(LADDER, state=LineState.DONE), replace(DRILL, state=LineState.REFUSED))
    assert [note.html for note in only_back.notes] == ["<p>Post check-in text</p>"]


def test_a_tool_scanned_after_finish_waits_for_a_fob() -> None:
    banner = receipt(replace(DRILL, state=LineState.DONE), tray=(LADDER.code,)).banner
    assert banner is not None
    assert banner.title == "1 tool waits: show your fob to go on"
