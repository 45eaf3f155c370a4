"""Tests of the page "Find a tool". It says if a tool is free, where it is, and its price.

On Welcome, the page names no member.
"""

from datetime import date

import pytest

from kiosk.domain.library import FobLogin, FoundThings, House, Searchers
from kiosk.domain.messages.intents import AtPlace, FindTool, LayOut, OfKind, OpenFound, SearchAgain
from kiosk.domain.model import Item, ItemCode, LineState, Loan, LoanId, Medium, RefusalKind
from kiosk.domain.search import (
    MOST_FOUND,
    Choosing,
    CopiesNow,
    Details,
    FoundTool,
    Place,
    Shelves,
    Standing,
    ToolCategory,
)
from kiosk.domain.visit.lasting import Lasting, Sheet
from kiosk.domain.visit.states import Idle, Opened, SearchProgress, State, ToolSearch
from kiosk.presenter.tool_icons import icon_of
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.find import FindPage, FoundRow
from kiosk.views.pieces import Emphasis, Tone
from kiosk.views.welcome import WelcomePage
from tests.presenter.kiosks import AROUND, DRILL, LIBRARY, line, seen, serving, shown, words

ANYONE = replace(AROUND, library=replace(LIBRARY, searchers=Searchers.ANYONE))
MEMBERS = replace(AROUND, library=replace(LIBRARY, searchers=Searchers.MEMBERS))
SHELVES = Shelves(
    (ToolCategory("1", "Power tools"), ToolCategory("3", "Garden")),
    (Place("10", ("Main room",)), Place("11", ("Main room", "Rack A"))),
)
SANDER = Item(ItemCode("SAND-1"), "Belt sander", ident="7", shelf="B2", place="Rack B")


def found(standing: Standing = Standing.FREE, **more: object) -> FoundTool:
    return replace(FoundTool(SANDER, standing, price="$2.00 per loan"), **more)  # type: ignore[arg-type]


def finding(*those: FoundTool, looking: SearchProgress = SearchProgress.HERE, **more: object) -> ToolSearch:
    return replace(ToolSearch(5, 6, "sand", shelves=SHELVES, looking=looking, found=those), **more)  # type: ignore[arg-type]


def page(state: ToolSearch, lasting: Lasting = ANYONE, *, named: bool = True, language: str = "en") -> FindPage:
    shown = replace(serving(), side_page=state) if named else Idle(finding=state)
    view = seen(shown, lasting, language)
    assert isinstance(view.page, FindPage)
    return view.page


def row(one: FoundTool, lasting: Lasting = ANYONE, *, named: bool = True) -> FoundRow:
    (only,) = page(finding(one), lasting, named=named).rows
    return only


@pytest.mark.parametrize(
    ("one", "text", "tone", "has_plate"),
    [
        (found(), "Free now", Tone.ACCENT, True),
        (found(Standing.OUT, until=date(2026, 12, 1)), "Out until Tue 1 Dec", Tone.WARN, False),
        (found(Standing.OUT), "Out just now", Tone.WARN, False),
        (found(Standing.STAFF), "Staff must hand it out", Tone.WAIT, True),
        (found(Standing.REPAIR), "Being repaired", Tone.WAIT, False),
        (found(Standing.NOT_NOW), "Not free just now", Tone.WAIT, False),
        (found(Standing.NOT_NOW, status="Wish List"), "Wish List", Tone.WAIT, False),
        (found(Standing.UNSAID), "Please look on its shelf", Tone.WAIT, True),
    ],
)
def test_whether_it_is_free_and_where(one: FoundTool, text: str, tone: Tone, *, has_plate: bool) -> None:
    shown = row(one)
    assert (shown.state.text, shown.state.tone, shown.plate is not None) == (text, tone, has_plate)
    assert shown.open.intent == OpenFound("7")
    name = f"Belt sander, {text[:1].lower()}{text[1:]}, {'Shelf B2, ' if has_plate else ''}$2.00 per loan"
    assert shown.open.name.casefold() == name.casefold()


def test_a_tool_that_the_member_has_is_said_to_be_theirs_and_on_welcome_to_nobody() -> None:
    mine = Loan(LoanId("1"), SANDER, due=date(2026, 12, 1))
    state = finding(found(Standing.OUT))
    (named,) = _rows(replace(serving(), loans=(mine,), side_page=state))
    assert named.state.text == "You have it until Tue 1 Dec"
    (without,) = _rows(replace(serving(), loans=(replace(mine, due=None),), side_page=state))
    assert without.state.text == "You have it"
    assert row(found(Standing.OUT), named=False).state.text == "Out just now"


def _rows(state: object) -> tuple[FoundRow, ...]:
    shown = seen(state, ANYONE).page  # type: ignore[arg-type]
    assert isinstance(shown, FindPage)
    return shown.rows


def test_prices_are_the_member_s_own_and_hidden_with_money() -> None:
    less = found(price="$1.60", usual_price="$2.00")
    assert row(less).extra == "$1.60 instead of $2.00"
    hidden = replace(AROUND, library=replace(LIBRARY, searchers=Searchers.ANYONE, hide_money=True))
    assert row(less, hidden).extra == ""
    opened = finding(less, opened=Opened(less, 9, Details("Sharp")))
    assert "$" not in words(page(opened, hidden))
    assert "$1.60 instead of $2.00" in words(page(opened))


def test_one_tool_is_told_in_full() -> None:
    one = replace(found(), item=replace(SANDER, max_due=date(2026, 12, 10)))
    details = Details("<p>For <b>floors</b>.</p><script>x</script>", "Bosch", "GBS 75")
    card = page(finding(one, opened=Opened(one, 9, details))).opened
    assert card is not None
    assert card.lines[1:4] == ("Bosch GBS 75", "Rack B", "$2.00 per loan")
    assert card.lines[0].startswith("For floors.")
    assert "Back by Thursday 10 December at the latest." in card.lines
    assert card.hint.startswith("Take it from its shelf and scan its label")
    out = replace(one, standing=Standing.OUT)
    gone = page(finding(out, opened=Opened(out, 9))).opened
    assert gone is not None
    assert (gone.hint, gone.plate) == ("", None)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (finding(looking=SearchProgress.RUNNING), "Searching"),
        (finding(found()), "1 tool found"),
        (finding(found(), more=True), "The first 1 tool. One word more finds fewer."),
        (finding(), "Nothing called “sand”. Try fewer letters, or ask staff."),
        (
            finding(kind=SHELVES.kinds[0]),
            "Nothing called “sand”. Try fewer letters, all kinds, everywhere, or ask staff.",
        ),
        (finding(words=""), "Nothing found here. Try fewer letters, or ask staff."),
        (
            finding(looking=SearchProgress.AWAY),
            "The library does not answer. What you typed stays here. We ask again by ourselves.",
        ),
        (finding(looking=SearchProgress.BEFORE, words=""), ""),
    ],
)
def test_every_state_is_said_to_those_who_listen(state: ToolSearch, status: str) -> None:
    assert page(state).status == status


def test_what_was_found_stays_while_nobody_answers() -> None:
    shown = page(finding(found(), looking=SearchProgress.AWAY))
    assert shown.rows
    assert shown.message is not None
    assert [button.label for button in shown.message.buttons] == ["Search again"]


def test_two_hundred_are_said_to_be_the_first() -> None:
    many = tuple(replace(found(), item=replace(SANDER, ident=str(number))) for number in range(MOST_FOUND))
    assert page(finding(*many)).hint == "The first 200 tools. One word more finds fewer."


def test_kinds_are_laid_out_before_anything_is_looked_for() -> None:
    shown = page(finding(looking=SearchProgress.BEFORE, words=""))
    assert [(tile.label, tile.intent) for tile in shown.tiles] == [
        ("Power tools", OfKind("1")),
        ("Garden", OfKind("3")),
    ]
    assert [chip.look for chip in shown.chips] == [Emphasis.CHOSEN, Emphasis.PLAIN, Emphasis.PLAIN]
    assert shown.lead.startswith("Type its name")
    assert not page(finding(looking=SearchProgress.BEFORE, shelves=None)).chips


def test_places_are_laid_out_with_their_paths() -> None:
    shown = page(finding(found(), choosing=Choosing.PLACES, place=SHELVES.places[1]))
    assert [(tile.label, tile.intent) for tile in shown.tiles] == [
        ("Everywhere", AtPlace(None)),
        ("Main room", AtPlace("10")),
        ("Main room / Rack A", AtPlace("11")),
    ]
    assert shown.where is not None
    assert (shown.where.label, shown.where.intent) == ("Main room / Rack A", LayOut(None))
    assert not shown.rows


def test_on_welcome_there_is_no_name_and_the_way_in_is_told() -> None:
    shown = page(finding(found()), named=False)
    assert (shown.rail.who, shown.rail.log_out) == ("", None)
    assert "show your fob" in shown.hint
    no_fobs = replace(ANYONE, house=replace(House(), fob_login=FobLogin.OFF))
    assert "log in" in page(finding(found()), no_fobs, named=False).hint


@pytest.mark.parametrize(
    ("lasting", "welcome", "home"), [(AROUND, False, False), (MEMBERS, False, True), (ANYONE, True, True)]
)
def test_it_is_offered_where_it_can_be_had(lasting: Lasting, *, welcome: bool, home: bool) -> None:
    start, basket = seen(Idle(), lasting).page, seen(serving(), lasting).page
    assert isinstance(start, WelcomePage)
    assert isinstance(basket, BasketPage)
    assert (start.find is not None) is welcome
    assert bool(basket.ways) is home
    with_lines = seen(serving(DRILL), lasting).page
    assert isinstance(with_lines, BasketPage)
    assert not with_lines.ways


@pytest.mark.parametrize(
    ("kind", "offered"),
    [(RefusalKind.RESERVED, True), (RefusalKind.ITEM_UNKNOWN, False), (RefusalKind.STAFF_ONLY, True)],
)
def test_a_refusal_is_a_next_step(kind: RefusalKind, *, offered: bool) -> None:
    refused = seen(serving(line(4, "Pressure washer", state=LineState.REFUSED, refused=kind)), MEMBERS).page
    assert isinstance(refused, BasketPage)
    (shown,) = refused.lines
    assert (shown.like is not None) is offered
    if shown.like is not None:
        assert shown.like.intent == FindTool("Pressure washer")


# --- digital titles ---

BOTH = replace(
    ANYONE,
    library=replace(LIBRARY, searchers=Searchers.ANYONE, finds=FoundThings.BOTH, search_in=("", "od")),
)
TITLES = replace(
    ANYONE,
    library=replace(LIBRARY, searchers=Searchers.ANYONE, finds=FoundThings.TITLES, search_in=("od",)),
)


def a_title(standing: Standing = Standing.FREE, medium: Medium = Medium.EBOOK, **more: object) -> FoundTool:
    item = Item(ItemCode("guid-1"), "The Patient Carpenter", "od|guid-1")
    one = FoundTool(item, standing, picture="od|https://a.example/1.jpg", medium=medium, system="od")
    return replace(one, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "text", "tone", "icon"),
    [
        (a_title(), "E-book, free", Tone.ACCENT, "book"),
        (a_title(Standing.OUT, Medium.AUDIOBOOK), "Audiobook, all out", Tone.WARN, "ear"),
        (a_title(Standing.UNSAID, Medium.MAGAZINE), "Magazine", Tone.WAIT, "journal"),
    ],
)
def test_a_title_says_its_form_and_if_it_is_free(one: FoundTool, text: str, tone: Tone, icon: str) -> None:
    shown = row(one, BOTH)
    assert (shown.state.text, shown.state.tone, shown.icon, shown.plate) == (text, tone, icon, None)
    assert shown.picture == "od|https://a.example/1.jpg"
    assert shown.open.intent == OpenFound("od|guid-1")
    assert shown.open.name == f"The Patient Carpenter, {text[:1].lower()}{text[1:]}"


def test_a_title_says_how_many_copies_are_free_and_by_whom_it_is() -> None:
    one = a_title(copies=CopiesNow(1, 3), author="Mirela Dobrescu")
    assert row(one, BOTH).extra == "1 of 3 free"
    card = page(finding(one, opened=Opened(one, 9, Details("<p>Forty joints.</p>"))), BOTH).opened
    assert card is not None
    assert card.lines == ("Mirela Dobrescu", "Forty joints.", "1 of 3 free")
    assert card.hint == "Scan its label to borrow it."
    out = replace(one, standing=Standing.OUT, copies=None)
    gone = page(finding(out, opened=Opened(out, 9)), BOTH).opened
    assert gone is not None
    assert gone.hint == ""


@pytest.mark.parametrize(
    ("code", "ident", "system", "own"),
    [
        ("guid-1", "guid-1", "od", True),
        ("OD-guid-1", "guid-1", "od", True),
        ("guid-2", "guid-2", "od", False),
        ("guid-1", "guid-1", "eh", False),
    ],
)
def test_a_title_that_the_member_has_is_said_to_be_theirs(code: str, ident: str, system: str, *, own: bool) -> None:
    item = Item(ItemCode(code), "The Patient Carpenter", ident)
    mine = Loan(LoanId("1"), item, due=date(2026, 12, 1), medium=Medium.EBOOK, system=system)
    state = finding(a_title(Standing.OUT))
    (named,) = _rows(replace(serving(), loans=(mine,), side_page=state))
    assert (named.state.text == "You have it until Tue 1 Dec") is own
    (without,) = _rows(replace(serving(), loans=(replace(mine, due=None),), side_page=state))
    assert (without.state.text == "You have it") is own


def test_a_thing_with_the_number_of_a_title_is_another_thing() -> None:
    thing = Loan(LoanId("1"), Item(ItemCode("guid-1"), "Drill", "guid-1"))
    (named,) = _rows(replace(serving(), loans=(thing,), side_page=finding(a_title())))
    assert named.state.text == "E-book, free"


def test_tools_are_read_while_titles_are_still_looked_for() -> None:
    running = finding(found(), looking=SearchProgress.RUNNING, system="od")
    shown = page(running, BOTH)
    assert (len(shown.rows), shown.hint) == (1, "We are still looking for e-books.")
    assert shown.status == "1 result. We are still looking for e-books."
    none_yet = page(replace(running, found=()), BOTH)
    assert (none_yet.lead, none_yet.message) == ("We are still looking for e-books.", None)
    first = page(finding(looking=SearchProgress.RUNNING, system="od"), TITLES)
    assert (first.lead, first.status) == ("", "Searching")


def test_missing_titles_are_said_below_the_tools_and_beside_nothing() -> None:
    below = page(finding(found(), unanswered=("od",)), BOTH)
    assert below.message is None
    assert below.hint == "E-books are missing here, because they are not answering."
    empty = page(finding(unanswered=("od",)), BOTH).message
    assert empty is not None
    assert (empty.title, empty.text) == (
        "Nothing called “sand”",
        "E-books are missing here, because they are not answering.",
    )
    assert [button.intent for button in empty.buttons] == [SearchAgain()]
    away = page(finding(looking=SearchProgress.AWAY, system="od"), TITLES).message
    assert away is not None
    assert (away.title, away.text) == (
        "The e-books are not answering",
        "What you typed stays here. Please search again in a moment.",
    )


def test_how_to_borrow_is_said_for_titles() -> None:
    mixed = finding(found(), a_title())
    assert page(mixed, BOTH).hint == "Scan its label to borrow it."
    assert page(mixed, BOTH, named=False).hint == "Show your fob, then scan its label to borrow it."
    no_fobs = replace(BOTH, house=replace(House(), fob_login=FobLogin.OFF))
    assert page(mixed, no_fobs, named=False).hint == "Log in, then scan its label to borrow it."


@pytest.mark.parametrize(
    ("lasting", "headline", "placeholder"),
    [
        (ANYONE, "Find a tool", "Name, brand or label"),
        (BOTH, "Find something", "Name, title or author"),
        (TITLES, "Find e-books", "Title or author"),
    ],
)
def test_the_page_and_the_buttons_say_what_is_found(lasting: Lasting, headline: str, placeholder: str) -> None:
    shown = page(finding(found()), lasting)
    assert (shown.headline, shown.placeholder) == (headline, placeholder)
    start, basket = seen(Idle(), lasting).page, seen(serving(), lasting).page
    assert isinstance(start, WelcomePage)
    assert isinstance(basket, BasketPage)
    assert start.find is not None
    assert start.find.label == basket.ways[0].label == headline


@pytest.mark.parametrize("turning", ["\u202e", "\u2066", "\u200e", "&#8238;", "&lrm;"])
@pytest.mark.parametrize("named", [True, False])
def test_no_word_of_an_opened_result_turns_the_text_around_it(turning: str, *, named: bool) -> None:
    odd = f"a{turning}b"
    item = Item(ItemCode(odd), odd, "7", shelf=odd, place=odd, category=odd)
    one = FoundTool(item, Standing.NOT_NOW, status=odd, price=odd, usual_price=odd)
    shelves = Shelves((ToolCategory("1", odd),), (Place("4", (odd,)),))
    state = finding(one, words=odd, shelves=shelves, opened=Opened(one, 7, Details(odd, odd, odd)))
    said = "".join(shown(page(state, named=named)))
    assert not [sign for sign in ("\u202e", "\u2066", "\u200e") if sign in said]


@pytest.mark.parametrize(
    ("lasting", "state", "said"),
    [
        (AROUND, serving(), False),
        (MEMBERS, Idle(), False),
        (MEMBERS, serving(), True),
        (ANYONE, Idle(), True),
    ],
    ids=["nobody", "members, before they log in", "members", "anyone"],
)
def test_the_help_speaks_of_it_where_it_can_be_pressed(lasting: Lasting, state: State, *, said: bool) -> None:
    sheet = seen(state, replace(lasting, sheet=Sheet.HELP)).help
    assert sheet is not None
    (borrow,) = [card for card in sheet.cards if card.title == "Borrow"]
    assert ("Find a tool shows what is free, and where." in borrow.lines[0]) is said


@pytest.mark.parametrize(
    ("name", "category", "icon"),
    [
        ("Ponceuse à bande", "", "sander"),
        ("Akku-Bohrschrauber", "", "drill"),
        ("Stichsäge", "", "jigsaw"),
        ("Thing", "Ladders", "ladder"),
        ("Thing", "", "box"),
    ],
)
def test_a_drawing_of_its_sort(name: str, category: str, icon: str) -> None:
    assert icon_of(name, category) == icon
