"""The presenter turns the kiosk's state into a `View`: `present(kiosk, texts, formats, memory) -> View`.

A `View` describes everything that the window draws. `present` is a pure function and has a view for every state.
`pages.py` decides which page a state shows. README.md lists what each file of this package decides.
"""

from kiosk.domain.model import ItemCode, Line
from kiosk.domain.visit.lasting import Notice, NoticeKey, Sheet
from kiosk.domain.visit.questions import AskConfirm
from kiosk.domain.visit.state_parts import tray_of, visit_of
from kiosk.domain.visit.states import Idle, Kiosk, Serving, Settling, State
from kiosk.presenter.frame import notice_view, sheet_view, top_bar
from kiosk.presenter.page_facts import Memory, PageFacts
from kiosk.presenter.welcome import welcome_page
from kiosk.texts import Texts
from kiosk.texts.formats import Formats
from kiosk.views.basket import BasketPage
from kiosk.views.finish import ConfirmPage, ReceiptPage
from kiosk.views.view import NOBODYS, SOMEBODYS, Page, StillPage, View
from kiosk.views.welcome import WelcomePage


def present(kiosk: Kiosk, texts: Texts, formats: Formats, memory: Memory) -> View:
    """Return the view of this kiosk in the language of `texts`. `memory` returns the known name of an item code."""
    facts = PageFacts(kiosk.lasting, texts, formats, memory)
    page = _page(facts, kiosk.state)
    notice, sheet = kiosk.lasting.notice, sheet_view(facts, page, kiosk.state)
    return View(
        page=page,
        top=top_bar(facts, greet=isinstance(page, WelcomePage)),
        notice=notice_view(facts, notice, _about(facts, kiosk.state, notice), kiosk.state),
        help=sheet,
        announce=sheet.headline if sheet else _announcement(facts, kiosk.state, page),
        language=texts.language,
        below=texts.frame.more_below,
        above=texts.frame.more_above,
        too_small=texts.frame.too_small,
        whose=_whose(kiosk.state),
    )


def _whose(state: State) -> int:
    """Return a number that says for whom the view is made.

    During a visit, this is the number of the visit. Without a visit, it is SOMEBODYS if a person has scanned a tool or
    opened the search, else NOBODYS.
    """
    visit = visit_of(state)
    if visit is not None:
        return visit
    somebody = bool(tray_of(state)) or (isinstance(state, Idle) and state.finding is not None)
    return SOMEBODYS if somebody else NOBODYS


def _page(facts: PageFacts, state: State) -> Page:
    """Return the page of this state.

    Welcome is made in this module, so that the first frame can be drawn before the modules of the other pages are
    loaded.
    """
    if isinstance(state, Idle) and state.finding is None and facts.lasting.sheet is not Sheet.TYPING:
        return welcome_page(facts, state)
    from kiosk.presenter.pages import page_of  # imported late, because this module loads every page

    return page_of(facts, state)


def _about(facts: PageFacts, state: State, notice: Notice | None) -> str:
    """Return the subject of a notice: the name or code of a tool, or the reason why a fob is not remembered.

    Return an empty text if there is no notice, or if the notice has no subject.
    """
    if notice is None or not notice.about:
        return ""
    if notice.key is NoticeKey.LINK_NOT_KEPT:
        return facts.texts.notices.why_not_kept(notice.about)
    code = ItemCode(notice.about)
    for line in _lines(state):
        if line.code == code:
            return facts.line_title(line)
    return facts.memory(code) or notice.about


def _lines(state: State) -> tuple[Line, ...]:
    """Return the lines of the basket on the screen, or none if there is no basket."""
    match state:
        case Serving():
            return state.lines
        case Settling(serving):
            return serving.lines
        case _:
            return ()


def _announcement(facts: PageFacts, state: State, page: Page) -> str:
    """Return the headline that a screen reader says for a new page.

    The headline contains no name, because everybody in the room can hear it.
    """
    match page:
        case ReceiptPage():
            return page.band.text
        case StillPage():
            return facts.texts.still.still_here
        case BasketPage(lines=()):
            return facts.texts.basket.scan_a_tool
        case ConfirmPage() if isinstance(state, Serving) and isinstance(state.question, AskConfirm):
            return facts.texts.confirm.is_this_right
        case _:
            return page.headline
