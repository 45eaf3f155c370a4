"""The page Find a tool, which says if a tool is in the library now, and on which shelf.

Digital titles stand below the tools. A title has no shelf. Instead, the page says the form of the title, for example
"E-book", and if a copy is free.

If the page is opened from Welcome, no member needs to log in. The results are in the order in which the lending system
sends them. `kiosk/domain/visit/search.py` joins the pages of results.
"""

from typing import assert_never

from kiosk.domain.messages.intents import (
    AtPlace,
    CloseFound,
    CloseSidePage,
    LayOut,
    MoreFound,
    OfKind,
    OpenFound,
    SearchAgain,
)
from kiosk.domain.model import Loan, Medium
from kiosk.domain.search import MOST_FOUND, Choosing, FoundTool, Place, Shelves, Standing, ToolCategory
from kiosk.domain.visit.states import Opened, SearchProgress, Serving, ToolSearch
from kiosk.presenter.basket import rail
from kiosk.presenter.frame import help_button
from kiosk.presenter.lines import lower_first, plate
from kiosk.presenter.media import MEDIUM_ICONS, medium_word
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean, without_tags
from kiosk.presenter.tool_icons import icon_of
from kiosk.structs import replace
from kiosk.texts.translation import base
from kiosk.views.find import FindPage, FoundCard, FoundRow
from kiosk.views.pieces import Banner, Button, Emphasis, Pill, PlateView, Rail, Tone


def find_page(facts: PageFacts, finding: ToolSearch, serving: Serving | None) -> FindPage:
    """Return the page of a search. `serving` is the visit of the member who searches, or None on Welcome."""
    texts = facts.texts.find
    laid_out = _laid_out(finding)
    message = None if laid_out else _message(facts, finding)
    shown = () if laid_out or (message and not finding.found) else finding.found
    return FindPage(
        headline=texts.find,
        form=finding.field,
        field_name=texts.field,
        enter=Button(texts.search, SearchAgain(), look=Emphasis.PRIMARY, name=texts.search),
        value=finding.words,
        placeholder=texts.placeholder,
        clear=texts.clear,
        keyboard=base(facts.texts.language),
        searching=finding.looking is SearchProgress.RUNNING,
        chips=_chips(facts, finding),
        more_chips=_more_chips(facts, finding),
        where=_where(facts, finding),
        tiles=_tiles(facts, finding, laid_out) if laid_out else (),
        lead=_lead(facts, finding, laid_out),
        hint=_hint(facts, finding, serving) if shown else "",
        message=message,
        rows=_CACHE.rows(facts, shown, serving),
        more=Button(texts.more, MoreFound(), "down", name=texts.more) if shown and finding.more else None,
        status=_status(facts, finding),
        opened=_opened(facts, finding.opened, serving) if finding.opened else None,
        back=_back(facts, finding),
        rail=replace(rail(facts, serving) if serving else Rail(), tools=(help_button(facts),)),
    )


def _back(facts: PageFacts, finding: ToolSearch) -> Button:
    if finding.opened is not None:
        label = facts.texts.find.back_to_list
        return Button(label, CloseFound(), "back", name=label)
    return Button(facts.texts.frame.back, CloseSidePage(), "back", name=facts.texts.frame.back)


# --- the kinds of tools and the places to choose from ---


def _laid_out(finding: ToolSearch) -> Choosing | None:
    """Return the list that is shown instead of results (kinds of tools, or places), or None if results are shown.

    This is the list that the person has opened. If the person has opened no list and nothing has been searched yet,
    this is the list of kinds.
    """
    if finding.choosing is not None:
        return finding.choosing
    return Choosing.KINDS if finding.looking is SearchProgress.BEFORE else None


def _shelves(finding: ToolSearch) -> Shelves:
    return finding.shelves or Shelves()


def _look(*, chosen: bool) -> Emphasis:
    return Emphasis.CHOSEN if chosen else Emphasis.PLAIN


def _chips(facts: PageFacts, finding: ToolSearch) -> tuple[Button, ...]:
    kinds = _shelves(finding).kinds
    named = (kind for kind in kinds if clean(kind.name))
    return tuple(_kind_button(facts, kind, finding.kind) for kind in (None, *named)) if kinds else ()


def _kind_button(facts: PageFacts, kind: ToolCategory | None, now: ToolCategory | None, icon: str = "") -> Button:
    """Return the button that limits the search to one kind of tool. If `kind` is None, the button means all kinds."""
    texts = facts.texts.find
    label, intent = (clean(kind.name), OfKind(kind.ident)) if kind else (texts.all_kinds, OfKind(None))
    return Button(label, intent, icon, look=_look(chosen=kind == now), name=texts.kind_name(label))


def _more_chips(facts: PageFacts, finding: ToolSearch) -> Button | None:
    open_now = finding.choosing is Choosing.KINDS
    texts = facts.texts.find
    act = LayOut(None if open_now else Choosing.KINDS)
    return Button(texts.more_chips, act, "up" if open_now else "down", name=texts.more_kinds)


def _tiles(facts: PageFacts, finding: ToolSearch, what: Choosing) -> tuple[Button, ...]:
    shelves = _shelves(finding)
    if what is Choosing.KINDS:
        named = [kind for kind in shelves.kinds if clean(kind.name)]
        return tuple(_kind_button(facts, kind, finding.kind, icon_of(kind.name)) for kind in named)
    return tuple(_place_button(facts, place, finding.place) for place in (None, *shelves.places))


def _where(facts: PageFacts, finding: ToolSearch) -> Button | None:
    if not _shelves(finding).places:
        return None
    texts, open_now = facts.texts.find, finding.choosing is Choosing.PLACES
    label = _path(finding.place) if finding.place else texts.everywhere
    act = LayOut(None if open_now else Choosing.PLACES)
    return Button(label, act, look=_look(chosen=finding.place is not None), name=texts.place_name(label))


def _place_button(facts: PageFacts, place: Place | None, now: Place | None) -> Button:
    """Return the button that limits the search to one place. If `place` is None, the button means all places."""
    texts = facts.texts.find
    label, intent = (_path(place), AtPlace(place.ident)) if place else (texts.everywhere, AtPlace(None))
    return Button(label, intent, look=_look(chosen=place == now), name=texts.place_name(label))


def _path(place: Place) -> str:
    return " / ".join(clean(step) for step in place.path) or "/"


# --- the words above, below and instead of the results ---


def _message(facts: PageFacts, finding: ToolSearch) -> Banner | None:
    """Return a banner if the search has found no tool or the server does not answer, and None in all other cases."""
    texts = facts.texts.find
    again = Button(texts.again, SearchAgain(), "renew", name=texts.again)
    if finding.looking is SearchProgress.AWAY:
        if finding.system:
            return Banner(facts.texts.digital.away_title, texts.titles_away_text, "cloudoff", Tone.WARN, (again,))
        return Banner(texts.away, texts.away_text, "cloudoff", Tone.WARN, (again,))
    if finding.looking is not SearchProgress.HERE or finding.found:
        return None
    words = clean(finding.words)
    title = texts.nothing(words) if words else texts.nothing_here
    if finding.unanswered:
        return Banner(title, texts.titles_missing, "cloudoff", Tone.WARN, (again,))
    text = texts.nothing_narrow if finding.kind or finding.place else texts.nothing_text
    return Banner(title, text, "search", Tone.WAIT)


def _looks_for_titles(facts: PageFacts, finding: ToolSearch) -> bool:
    """Return True if the results of the first system are here, and the kiosk waits for titles of the next system."""
    return finding.looking is SearchProgress.RUNNING and finding.system != facts.library.search_in[0]


def _lead(facts: PageFacts, finding: ToolSearch, laid_out: Choosing | None) -> str:
    texts = facts.texts.find
    if laid_out is None and not finding.found and _looks_for_titles(facts, finding):
        return texts.searching_titles
    return {Choosing.KINDS: texts.start, Choosing.PLACES: texts.where, None: ""}[laid_out]


def _hint(facts: PageFacts, finding: ToolSearch, serving: Serving | None) -> str:
    """Return the words below the last result, or nothing if the server has more results."""
    if finding.more:
        return ""
    texts = facts.texts.find
    if len(finding.found) >= MOST_FOUND:
        return texts.first(MOST_FOUND)
    if _looks_for_titles(facts, finding):
        return texts.searching_titles
    if finding.unanswered:
        return texts.titles_missing
    return _take(facts, serving, with_titles=any(each.medium is not None for each in finding.found))


def _take(facts: PageFacts, serving: Serving | None, *, with_titles: bool) -> str:
    """Say how the person can borrow a tool or a digital title that the search has found.

    People need these words, because a search adds nothing to the basket. Only the scan of a label adds something.
    """
    texts = facts.texts.find
    if with_titles:
        if serving is not None:
            return texts.borrow_title
        return texts.borrow_title_with_fob if facts.fobs_work else texts.borrow_title_and_log_in
    if serving is not None:
        return texts.take
    return texts.take_with_fob if facts.fobs_work else texts.take_and_log_in


def _status(facts: PageFacts, finding: ToolSearch) -> str:
    """Return the words for a screen reader: that a search is running, or how many results there are.

    If there are no results, return the text of the banner.
    """
    texts = facts.texts.find
    match finding.looking:
        case SearchProgress.RUNNING if _looks_for_titles(facts, finding):
            return f"{texts.found(len(finding.found))}. {texts.searching_titles}"
        case SearchProgress.RUNNING:
            return texts.searching
        case SearchProgress.HERE if finding.found:
            count = len(finding.found)
            return texts.first(count) if finding.more or count >= MOST_FOUND else texts.found(count)
        case _:
            message = _message(facts, finding)
            return f"{message.title}. {message.text}" if message else ""


# --- one result ---


def _found_row(facts: PageFacts, found: FoundTool, serving: Serving | None) -> FoundRow:
    """Return a result as a row of the list."""
    title = _title(facts, found)
    state, shelf, cost = _found_state(facts, found, serving), _plate_of(facts, found, serving), _extra(facts, found)
    spoken = (title, lower_first(state.text), shelf.name if shelf else "", cost)
    return FoundRow(
        key=found.key,
        title=title,
        state=state,
        open=Button(title, OpenFound(found.key), name=", ".join(filter(None, spoken))),
        icon=_icon(found),
        plate=shelf,
        extra=cost,
        picture=found.picture,
    )


def _title(facts: PageFacts, found: FoundTool) -> str:
    return clean(found.item.name) or clean(found.item.code) or facts.texts.lines.nameless


def _icon(found: FoundTool) -> str:
    return MEDIUM_ICONS[found.medium] if found.medium else icon_of(found.item.name, found.item.category)


def _yours(facts: PageFacts, loan: Loan) -> str:
    texts = facts.texts.find
    return texts.yours_until(facts.formats.day(loan.due)) if loan.due else texts.yours


def _title_state(facts: PageFacts, found: FoundTool, medium: Medium, loan: Loan | None) -> Pill:
    """Return the state of a digital title as a word and a colour.

    The word says the form of the title, and if a copy is free. If the member has borrowed the title, the word says this
    instead.
    """
    texts, word, icon = facts.texts.find, medium_word(facts, medium), MEDIUM_ICONS[medium]
    if loan is not None:
        return Pill(_yours(facts, loan), icon, Tone.WAIT)
    match found.standing:
        case Standing.FREE:
            return Pill(texts.title_free(word), icon, Tone.ACCENT)
        case Standing.UNSAID:
            return Pill(word, icon, Tone.WAIT)
        case _:
            return Pill(texts.title_out(word), icon, Tone.WARN)


def _found_state(facts: PageFacts, found: FoundTool, serving: Serving | None) -> Pill:
    """Return the state of a result as a word and a colour.

    The colour is never green, because green says that the server has confirmed something for this member.
    """
    texts, loan = facts.texts.find, _own(found, serving)
    if found.medium is not None:
        return _title_state(facts, found, found.medium, loan)
    if loan is not None:
        return Pill(_yours(facts, loan), "box", Tone.WAIT)
    match found.standing:
        case Standing.FREE:
            return Pill(texts.free, "shelf", Tone.ACCENT)
        case Standing.OUT:
            return Pill(
                texts.out_until(facts.formats.day(found.until)) if found.until else texts.out, "clock", Tone.WARN
            )
        case Standing.STAFF:
            return Pill(texts.staff, "hand", Tone.WAIT)
        case Standing.REPAIR:
            return Pill(texts.repair, "wrench", Tone.WAIT)
        case Standing.NOT_NOW:
            return Pill(clean(found.status) or texts.not_now, "clock", Tone.WAIT)
        case Standing.UNSAID:
            return Pill(texts.unsaid, "shelf", Tone.WAIT)
    assert_never(found.standing)


_NO_PLATE = (Standing.OUT, Standing.REPAIR, Standing.NOT_NOW)


def _plate_of(facts: PageFacts, found: FoundTool, serving: Serving | None) -> PlateView | None:
    """Return the plate of the tool's shelf, or None if the tool is not there now or the shelf is not known."""
    shelf = clean(found.item.shelf)
    gone = found.standing in _NO_PLATE or _own(found, serving) is not None
    return None if gone or not shelf else plate(facts, shelf)


def _extra(facts: PageFacts, found: FoundTool) -> str:
    """Return the words beside the state: how many copies are free, or the price if the copies are not counted."""
    copies = found.copies
    return facts.texts.find.copies(copies.free, copies.owned) if copies is not None else _price(facts, found)


def _price(facts: PageFacts, found: FoundTool) -> str:
    """Return the price that the member pays, or nothing if the library hides money."""
    if facts.library.hide_money:
        return ""
    shown, usual = clean(found.price), clean(found.usual_price)
    return facts.texts.find.instead_of(shown, usual) if shown and usual else shown


def _own(found: FoundTool, serving: Serving | None) -> Loan | None:
    if serving is None or not found.item.code:
        return None
    if found.medium is None:
        return next((loan for loan in serving.loans if loan.item.code == found.item.code), None)
    titles = (loan for loan in serving.loans if loan.medium is not None and loan.system == found.system)
    return next((loan for loan in titles if found.item.code in {loan.item.ident, loan.item.code}), None)


def _opened(facts: PageFacts, opened: Opened, serving: Serving | None) -> FoundCard:
    found, details = opened.found, opened.details
    made = " ".join(filter(None, (clean(details.maker), clean(details.model)))) if details else ""
    due = found.item.max_due
    lines = (
        clean(found.author),
        without_tags(details.description) if details else "",
        made,
        clean(found.item.place) if clean(found.item.place) != clean(found.item.shelf) else "",
        _extra(facts, found),
        facts.texts.find.latest(facts.formats.long_day(due)) if due and found.standing.can_be_taken else "",
    )
    return FoundCard(
        key=found.key,
        title=_title(facts, found),
        state=_found_state(facts, found, serving),
        icon=_icon(found),
        plate=_plate_of(facts, found, serving),
        lines=tuple(line for line in lines if line),
        hint=_take(facts, serving, with_titles=found.medium is not None) if found.standing.can_be_taken else "",
        picture=found.picture,
    )


class FoundRowCache:
    """The rows from the last call, which can be used again.

    The page can have two hundred rows, and many new views change no row, for example after a tick of the clock.
    """

    def __init__(self) -> None:
        self._about: tuple[object, ...] = ()
        self._found: tuple[FoundTool, ...] = ()
        self._rows: tuple[FoundRow, ...] = ()

    def rows(self, facts: PageFacts, found: tuple[FoundTool, ...], serving: Serving | None) -> tuple[FoundRow, ...]:
        """Return the rows of these results. A row is made again only if something that the row shows has changed."""
        loans = serving.loans if serving is not None else ()
        about = (facts.texts, facts.formats, facts.library.hide_money, loans)
        if found is not self._found or about != self._about:
            kept = (
                {id(one): row for one, row in zip(self._found, self._rows, strict=True)} if about == self._about else {}
            )
            self._rows = tuple(kept.get(id(each)) or _found_row(facts, each, serving) for each in found)
            self._found, self._about = found, about
        return self._rows


_CACHE = FoundRowCache()
"""The cache of rows. One cache is enough, because there is only one list of results at a time."""
