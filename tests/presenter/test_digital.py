# ruff: noqa: RUF001 - typographic signs are what the screen shows
"""Tests of the digital loans on the screen: the buttons that open their page, the page, and the QR code of a title."""

from datetime import date

import pytest

from kiosk.domain.digital import CardWanted, DigitalSystem, LinkKind, SystemProgress, TitleLink
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    CloseSidePage,
    DropTitleLinks,
    EnterCard,
    GiveBackTitle,
    No,
    OpenDigital,
    OpenWith,
    ShowPart,
    Yes,
)
from kiosk.domain.model import (
    Direction,
    Item,
    ItemCode,
    Line,
    LineId,
    LineState,
    Loan,
    LoanAct,
    LoanId,
    Medium,
    Refusal,
    RefusalKind,
    Secret,
    VisitId,
)
from kiosk.domain.visit.digital_states import CardForm, CodeProgress, DigitalLoans, TitleCode
from kiosk.domain.visit.questions import AskGiveBack
from kiosk.domain.visit.states import Receipt, Serving, Verdict
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.digital import CodePage, DigitalPage, TitleView
from kiosk.views.finish import ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.pieces import Emphasis, Tone
from tests.presenter.kiosks import AROUND, MARTA, NOW, line, loan, seen, serving, words

MONDAY = date(2026, 12, 7)
ADDRESS = "https://read.example/open?token=7f3a"


def title(name: str = "The Workshop Handbook", *can: LoanAct, medium: Medium = Medium.EBOOK) -> Loan:
    acts = frozenset(can) or frozenset({LoanAct.OPEN, LoanAct.RETURN})
    return Loan(LoanId(name), Item(ItemCode(name.upper()), name), due=MONDAY, can=acts, medium=medium)


BOOK = title()
ENDS = title("Chairs by Hand", LoanAct.OPEN, medium=Medium.AUDIOBOOK)
KINDLE = title("The Winter Garden", LoanAct.RENEW, medium=Medium.KINDLE)


def digital(*loans: Loan, page: DigitalLoans | None = None, lines: tuple[Line, ...] = ()) -> Serving:
    visit = replace(serving(*lines), at_once=True, loans=loans, digital=True)
    return replace(visit, side_page=page or DigitalLoans())


def listed(state: Serving) -> DigitalPage:
    page = seen(state).page
    assert isinstance(page, DigitalPage)
    return page


def titles(state: Serving) -> tuple[TitleView, ...]:
    return tuple(each for shelf in listed(state).shelves for each in shelf.titles)


def only(state: Serving) -> TitleView:
    (view,) = titles(state)
    return view


def home(state: Serving) -> BasketPage:
    page = seen(replace(state, side_page=None)).page
    assert isinstance(page, BasketPage)
    return page


# --- Home and the basket ---


def test_home_has_a_button_with_the_number_of_digital_loans_and_lists_only_things() -> None:
    page = home(digital(BOOK, ENDS, loan("Drill", MONDAY)))
    button = page.ways[-1]
    assert (button.label, button.intent, button.badge) == ("Digital loans", OpenDigital(), "2")
    assert button.name == "Digital loans, 2"
    assert [row.title for row in page.loans] == ["Drill"]


def test_zero_is_not_shown_and_without_digital_loans_there_is_no_button() -> None:
    button = home(digital()).ways[-1]
    assert (button.badge, button.name) == ("", "Digital loans")
    assert home(replace(digital(loan("Drill", MONDAY)), digital=False)).ways == home(serving()).ways


def test_a_basket_with_lines_leads_to_the_digital_loans_only() -> None:
    visit = replace(digital(BOOK, lines=(line(2, "Drill"),)), at_once=False, reserves=True)
    (button,) = home(visit).ways
    assert (button.intent, button.badge, button.name) == (OpenDigital(), "1", "Digital loans, 1")
    assert home(replace(visit, digital=False, loans=())).ways == ()


def test_a_line_that_has_lent_a_title_opens_it() -> None:
    lent = replace(line(1, "The Workshop Handbook"), state=LineState.DONE, loan=BOOK.ident)
    (view,) = home(digital(BOOK, lines=(lent,))).lines
    assert view.like is not None
    assert view.like.intent == AskTitleLinks(BOOK.ident)
    assert view.retry is not None
    (fixed,) = home(digital(replace(ENDS, ident=BOOK.ident), lines=(lent,))).lines
    assert fixed.retry is None
    assert fixed.like is not None
    asked = replace(digital(BOOK, lines=(lent,)), question=AskGiveBack(lent.ident))
    (view,) = home(asked).lines
    assert view.like is not None
    assert view.like.intent == No()
    for other in (replace(lent, direction=Direction.RETURN), replace(lent, loan=LoanId("x"))):
        assert home(digital(BOOK, lines=(other,))).lines[0].like is None


# --- the page ---


def test_a_title_says_what_it_is_and_until_when_and_can_be_opened_and_given_back() -> None:
    view = only(digital(BOOK))
    assert (view.title, view.kind, view.until) == ("The Workshop Handbook", "E-book", "until Mon 7 Dec")
    assert view.name == "The Workshop Handbook, E-book, until Mon 7 Dec"
    opens, back = view.buttons
    assert (opens.intent, opens.name) == (AskTitleLinks(BOOK.ident), "Open The Workshop Handbook on your phone")
    assert (back.intent, back.name) == (GiveBackTitle(BOOK.ident), "Give back The Workshop Handbook")
    assert opens.look is Emphasis.PRIMARY


@pytest.mark.parametrize("medium", [*Medium, None])
def test_every_medium_has_a_word_and_an_icon(medium: Medium | None) -> None:
    if medium is not None:
        view = only(digital(title(medium=medium)))
        assert view.kind
        assert view.icon


def test_the_page_says_why_a_title_cannot_be_opened_or_given_back() -> None:
    assert only(digital(ENDS)).note == "Ends by itself on Mon 7 Dec."
    assert only(digital(replace(ENDS, due=None))).note == "Ends by itself."
    assert only(digital(replace(ENDS, due=None))).until == ""
    assert only(digital(title("x", LoanAct.RETURN))).note == "This title cannot be opened here."
    kindle = only(digital(KINDLE))
    assert kindle.note.startswith("Sent to your Kindle.")
    assert kindle.buttons == ()


def test_the_page_without_titles_says_so_and_leads_back() -> None:
    page = listed(digital())
    assert (page.lead, page.shelves, page.hint) == ("No digital loans.", (), "")
    assert page.back is not None
    assert page.back.intent == CloseSidePage()
    assert listed(digital(BOOK)).hint == "Nothing to bring back."


def test_the_title_that_ends_first_comes_first() -> None:
    soon, never = replace(ENDS, due=date(2026, 12, 1)), replace(KINDLE, due=None)
    assert [view.title for view in titles(digital(never, BOOK, soon))] == [
        soon.item.name,
        BOOK.item.name,
        "The Winter Garden",
    ]


def test_the_question_stands_on_the_title() -> None:
    view = only(digital(BOOK, page=DigitalLoans(asked=BOOK.ident)))
    assert view.question == "Give it back now?"
    assert [button.intent for button in view.buttons] == [Yes(), No()]
    assert view.name.endswith("Give it back now?")


@pytest.mark.parametrize(
    ("state", "words_of_it", "tone", "busy"),
    [
        (LineState.CHECKING, "Being given back", Tone.WAIT, True),
        (LineState.UNKNOWN, "We are finding out if it was given back.", Tone.WARN, True),
        (LineState.REFUSED, "Not given back.", Tone.BAD, False),
    ],
)
def test_a_title_says_how_its_return_goes(state: LineState, words_of_it: str, tone: Tone, *, busy: bool) -> None:
    back = replace(line(1, BOOK.item.name, Direction.RETURN), state=state, loan=BOOK.ident)
    view = only(digital(BOOK, lines=(back,)))
    assert (view.note, view.tone, view.busy) == (words_of_it, tone, busy)
    assert bool(view.buttons) is not busy


def test_the_words_of_the_system_say_why_a_title_was_not_given_back() -> None:
    refusal = Refusal(RefusalKind.OTHER, "Open in the app first")
    back = replace(line(1, "", Direction.RETURN), state=LineState.REFUSED, loan=BOOK.ident, refusal=refusal)
    assert "Open in the app first" in only(digital(BOOK, lines=(back,))).note


def test_the_scanned_title_is_moved_into_view() -> None:
    assert [view.fresh for view in titles(digital(BOOK, ENDS, page=DigitalLoans(fresh=ENDS.ident)))].count(True) == 1


# --- the receipt ---


def receipt(*lines: Line, verdict: Verdict = Verdict.ALL, others: tuple[Line, ...] = ()) -> ReceiptPage:
    page = seen(Receipt(VisitId(1), MARTA, verdict, lines, NOW + 30, NOW + 120, others)).page
    assert isinstance(page, ReceiptPage)
    return page


def test_a_receipt_sends_nobody_to_a_shelf_with_a_title_and_sets_no_day_to_bring_it_back() -> None:
    done = replace(line(1, "The Workshop Handbook", due=MONDAY), state=LineState.DONE, medium=Medium.EBOOK)
    tool = replace(line(2, "Drill", due=MONDAY), state=LineState.DONE)
    page = receipt(done, tool, replace(done, ident=LineId(3), due=None))
    assert [(group.headline, group.titles) for group in page.dues] == [
        ("Back by Mon 7 Dec", ("Drill",)),
        ("Yours until Mon 7 Dec", ("The Workshop Handbook",)),
        ("No date given", ("The Workshop Handbook",)),
    ]
    assert page.qr is not None
    assert "Handbook" not in page.qr.payload
    back = replace(done, direction=Direction.RETURN, due=None)
    assert receipt(back).shelves == ()


def test_a_refused_title_has_nothing_that_goes_back_to_a_shelf() -> None:
    refused = replace(line(1, "", refused=RefusalKind.NOT_AVAILABLE), state=LineState.REFUSED, system="od")
    (tool,) = home(digital(lines=(replace(refused, system=""),))).lines
    (view,) = home(digital(lines=(refused,))).lines
    assert "put it back" in tool.reason
    assert "put it back" not in view.reason


# --- the code ---


def link(kind: LinkKind = LinkKind.BROWSER, part: int = 1, parts: int = 1, app: str = "") -> TitleLink:
    return TitleLink(kind, Secret(ADDRESS), part, parts, app=app)


def code_page(*links: TitleLink, **more: object) -> CodePage:
    code = TitleCode(BOOK.ident, 1, CodeProgress.SHOWN, links, came=NOW, shown_s=60.0, until=NOW + 48)
    page = seen(digital(BOOK, page=DigitalLoans(code=replace(code, **more)))).page  # type: ignore[arg-type]
    assert isinstance(page, CodePage)
    return page


def test_a_code_is_shown_with_its_countdown_and_its_address_is_nowhere_else() -> None:
    page = code_page(link())
    assert page.code is not None
    assert page.code.payload == Secret(ADDRESS)
    assert page.code.name == "Code that opens The Workshop Handbook on your phone"
    assert (page.headline, page.lead) == ("Point your phone’s camera here", "Opens your loan in the browser.")
    assert page.countdown is not None
    assert (page.countdown.left_s, page.countdown.total_s) == (48, 60)
    assert page.countdown_text == "This code goes away in 48 seconds."
    assert "7f3a" not in words(page) + repr(page)
    assert page.back is not None
    assert page.back.intent == DropTitleLinks()


def test_the_countdown_is_spoken_only_twice() -> None:
    said = [code_page(link(), until=NOW + left).spoken for left in (30, 20, 15, 10, 5)]
    assert [bool(each) for each in said] == [False, True, False, True, False]


def test_the_member_chooses_between_app_and_browser_only_where_both_exist() -> None:
    page = code_page(link(LinkKind.APP, app="Libby"), link())
    assert [(way.label, way.intent, way.look) for way in page.ways] == [
        ("In the Libby app", OpenWith(LinkKind.APP), Emphasis.CHOSEN),
        ("In the browser", OpenWith(LinkKind.BROWSER), Emphasis.PLAIN),
    ]
    assert page.lead == "Opens your loan in the Libby app."
    assert code_page(link(LinkKind.APP)).lead == "Opens your loan in its app."
    assert code_page(link(LinkKind.APP), link(), way=LinkKind.BROWSER).ways[0].label == "In the app"
    assert code_page(link()).ways == ()


def test_the_parts_of_each_form_are_counted_by_themselves() -> None:
    parts = (
        replace(link(LinkKind.CONTENT), medium=Medium.EBOOK),
        *(replace(link(LinkKind.CONTENT, n, 2), medium=Medium.AUDIOBOOK) for n in (1, 2)),
    )
    pages = [code_page(*parts, place=place) for place in range(3)]
    assert [page.part for page in pages] == ["E-book", "Audiobook · Part 1 of 2", "Audiobook · Part 2 of 2"]


def test_many_parts_have_a_pager() -> None:
    parts = tuple(link(LinkKind.CONTENT, n, 3) for n in (1, 2, 3))
    page = code_page(*parts, link(LinkKind.SUPPLEMENT), place=1)
    assert (page.part, page.lead) == ("Part 2 of 3", "")
    assert page.explanation == "Each part has its own code. Open one, then go to the next."
    assert page.former is not None
    assert page.following is not None
    assert (page.former.label, page.former.intent, page.former.name) == ("1", ShowPart(0), "Part 1 of 3")
    assert (page.following.label, page.following.intent) == ("3", ShowPart(2))
    first, last = code_page(*parts), code_page(*parts, link(LinkKind.SUPPLEMENT), place=3)
    assert first.former is not None
    assert not first.former.enabled
    assert last.following is not None
    assert (last.part, last.following.enabled) == ("Extra 1 of 1", False)
    assert code_page(link()).part == ""


@pytest.mark.parametrize(
    ("progress", "message"),
    [
        (CodeProgress.ASKED, "One moment: we ask for the code."),
        (CodeProgress.GONE, "This code has gone. Press New code."),
        (CodeProgress.AWAY, "No answer just now. Press New code to try again."),
        (CodeProgress.REFUSED, "This title cannot be opened here. Not now."),
    ],
)
def test_without_a_code_its_place_says_why(progress: CodeProgress, message: str) -> None:
    page = code_page(progress=progress, refusal=Refusal(RefusalKind.OTHER, "Not now."), until=None)
    assert (page.code, page.message, page.countdown) == (None, message, None)
    assert page.headline == "Open on your phone"
    assert page.again is not None
    assert page.again.intent == AskTitleLinks(BOOK.ident)
    assert page.again.enabled is (progress is not CodeProgress.ASKED)
    assert page.busy is (progress is CodeProgress.ASKED)


def test_an_address_that_must_not_be_shown_is_said() -> None:
    page = code_page(replace(link(), address=Secret("")))
    assert (page.code, page.message) == (None, "This part cannot be opened here.")
    assert code_page(progress=CodeProgress.REFUSED).message == "This title cannot be opened here."


def test_a_code_of_a_loan_that_has_ended_gives_way_to_the_list() -> None:
    code = TitleCode(LoanId("gone"), 1, CodeProgress.ASKED)
    assert only(digital(BOOK, page=DigitalLoans(code=code))).title == BOOK.item.name


# --- the digital systems beside the main system ---

RIVER = DigitalSystem("od", "Riverside e-books", "EB-.*", progress=SystemProgress.HERE, tail="4471")
SHELF = replace(RIVER, key="eh", label="Town shelf", tail="")


def of(*systems: DigitalSystem, loans: tuple[Loan, ...] = ()) -> Serving:
    return replace(digital(*loans), digital=False, systems=systems)


def test_the_page_says_whose_loans_these_are() -> None:
    book = replace(BOOK, system="od")
    (shelf,) = listed(of(RIVER, loans=(book,))).shelves
    assert shelf.heading == "On the library card ending in 4471"
    (plain,) = listed(of(replace(RIVER, tail=""), loans=(book,))).shelves
    assert plain.heading == ""
    two = listed(of(RIVER, SHELF, loans=(book, replace(ENDS, system="eh")))).shelves
    headings = [each.heading for each in two]
    assert headings == ["Riverside e-books: on the library card ending in 4471", "Town shelf"]


@pytest.mark.parametrize(
    ("progress", "words_of_it"),
    [
        (SystemProgress.JOINING, "One moment: we look for your loans."),
        (SystemProgress.AWAY, "Your loans there are safe."),
        (SystemProgress.CARD_WANTED, "Enter your library card to see your loans of Riverside e-books here."),
        (SystemProgress.CARD_UNSEEN, "when you log in with your library card itself."),
        (SystemProgress.RECORD_LACKS, "Something is missing in the library’s record of you. Please ask staff."),
    ],
)
def test_a_system_costs_its_own_corner_only(progress: SystemProgress, words_of_it: str) -> None:
    page = listed(of(replace(RIVER, progress=progress), loans=(BOOK,)))
    own, corner = page.shelves
    assert own.titles
    assert corner.banner is not None
    assert words_of_it in corner.banner.text
    buttons = [button.intent for button in corner.banner.buttons]
    assert buttons == ([EnterCard("od")] if progress is SystemProgress.CARD_WANTED else [])


def test_home_shows_no_number_while_a_system_is_asked_and_a_cloud_if_it_is_away() -> None:
    asked = home(of(replace(RIVER, progress=SystemProgress.JOINING), loans=(BOOK,))).ways[-1]
    assert (asked.badge, asked.icon) == ("", "tablet")
    away = home(of(replace(RIVER, progress=SystemProgress.AWAY))).ways[-1]
    assert (away.badge, away.icon) == ("", "cloudoff")


def card_page(form: CardForm, *lines: Line, **system: object) -> FormPage:
    river = replace(RIVER, progress=SystemProgress.CARD_WANTED)
    state = replace(of(replace(river, **system)), lines=lines, side_page=form)  # type: ignore[arg-type]
    page = seen(state).page
    assert isinstance(page, FormPage)
    return page


def test_the_form_asks_for_the_card_and_its_pin_and_keeps_the_basket() -> None:
    page = card_page(CardForm("od", 7, "990001"), line(1, "Drill"))
    assert page.headline == "Card for e-books"
    assert [(field.ident, field.label, field.value) for field in page.form.fields] == [
        ("name", "Card number", "990001"),
        ("secret", "Card PIN", ""),
    ]
    assert page.form.submit.label == "Show my loans"
    assert [(card.title, card.text) for card in page.tray] == [("1 in your basket", "Stays here for you")]
    assert page.back is not None
    assert (page.back.label, page.back.intent) == ("Not now", CloseSidePage())
    assert [field.ident for field in card_page(CardForm("od", 7), has_pin=False).form.fields] == ["name"]
    assert "your digital loans" in card_page(CardForm("od", 7), label="").lead


@pytest.mark.parametrize(
    ("form", "title_of_it", "text"),
    [
        (CardForm("od", 7, is_incomplete=True), "Something is still empty", "Please fill in every field."),
        (CardForm("od", 7, is_away=True), "Riverside e-books is not answering", "Your entry stays here."),
        (CardForm("od", 7, wanted=CardWanted(wrong=True)), "That did not work", "Please check the card number"),
        (CardForm("od", 7, wanted=CardWanted(wrong=True, words="No card")), "That did not work", "No card"),
        (CardForm("od", 7, wanted=CardWanted(wrong=True), wait_until=NOW + 9), "Too many tries", "9 seconds"),
    ],
)
def test_the_form_says_what_is_wrong(form: CardForm, title_of_it: str, text: str) -> None:
    banner = card_page(form).error
    assert banner is not None
    assert banner.title == title_of_it
    assert text in banner.text


def test_the_form_waits_for_the_answer_and_for_the_next_try() -> None:
    waiting = card_page(CardForm("od", 7, is_waiting=True))
    assert (waiting.form.waiting, waiting.form.submit.enabled, waiting.error) == (True, False, None)
    throttled = card_page(CardForm("od", 7, wait_until=NOW + 9)).form.submit
    assert (throttled.enabled, throttled.hint) == (False, "Please wait 9 seconds")
    assert card_page(CardForm("od", 7, wait_until=NOW - 1)).form.submit.enabled


def test_titles_that_were_given_back_are_listed_without_a_shelf_and_all_acts_that_stand_are_counted() -> None:
    lent = replace(line(1, "The Workshop Handbook", due=MONDAY), state=LineState.DONE, medium=Medium.EBOOK)
    back = replace(lent, ident=LineId(2), direction=Direction.RETURN)
    undone = replace(back, ident=LineId(3), instead_of=lent)
    tool = replace(line(4, "Drill", due=MONDAY), state=LineState.DONE)
    page = receipt(tool, others=(back, undone))
    assert page.band.text == "Confirmed 2 of 2"
    assert (page.given_back_title, page.shelves) == ("Given back", ())
    assert [(row.title, row.reason) for row in page.given_back] == [
        ("The Workshop Handbook", ""),
        ("The Workshop Handbook", "Borrowed and given back in this visit."),
    ]


def test_a_title_whose_return_was_refused_is_named_as_refused_and_not_as_given_back() -> None:
    refusal = Refusal(RefusalKind.OTHER, "Please try again later")
    refused = replace(
        line(3, "Book"), direction=Direction.RETURN, medium=Medium.EBOOK, state=LineState.REFUSED, refusal=refusal
    )
    page = receipt(replace(line(4, "Drill", due=MONDAY), state=LineState.DONE), verdict=Verdict.SOME, others=(refused,))
    assert (page.band.text, page.given_back) == ("Confirmed 1 of 2", ())
    assert [each.word for each in page.lines] == ["Refused"]


LOST = replace(line(1, ""), state=LineState.UNKNOWN, medium=Medium.OTHER, system="eh", hopeless=True)


@pytest.mark.parametrize(("ok", "note"), [(True, "Staff get a note about it."), (False, "Please tell staff about it")])
def test_a_line_that_nothing_can_settle_says_so_at_once_and_promises_only_what_is_written(
    *, ok: bool, note: str
) -> None:
    visit = replace(digital(lines=(LOST,)), side_page=None)
    page = seen(visit, replace(AROUND, store_ok=ok)).page
    assert isinstance(page, BasketPage)
    (view,) = page.lines
    assert (view.word, view.tone) == ("We cannot find out", Tone.WARN)
    assert "Please look in your library’s app." in view.reason
    assert note in view.reason
    assert "finding out" not in words(page)


def test_a_title_without_an_answer_is_not_a_thing_that_a_member_must_keep() -> None:
    page = seen(replace(digital(lines=(replace(LOST, hopeless=False),)), side_page=None)).page
    assert isinstance(page, BasketPage)
    assert page.lines[0].reason == "No answer came, so we look at your loans."


def test_a_receipt_does_not_say_that_an_answer_still_comes_if_none_can_come() -> None:
    for page in (
        receipt(LOST, verdict=Verdict.UNKNOWN),
        receipt(replace(LOST, medium=None, system=""), verdict=Verdict.UNKNOWN, others=(LOST,)),
    ):
        assert page.band.text == "1 is not certain"
        assert [each.word for each in page.lines] == ["We cannot find out"]
        assert "keep asking" not in words(page)


def test_a_title_whose_return_nothing_can_settle_says_so_on_its_card() -> None:
    back = replace(LOST, direction=Direction.RETURN, loan=BOOK.ident)
    view = only(digital(BOOK, lines=(back,)))
    assert view.note.startswith("No answer came, and this kiosk cannot look it up.")
    assert (view.tone, view.busy) == (Tone.WARN, False)
