"""What the kiosk shows and says: `present(kiosk, texts, formats, memory) -> View`. Pure, and total over all states."""

from typing import assert_never

from kiosk.domain.model import ItemCode, Line
from kiosk.domain.visit.state import (
    AskConfirm,
    AskingSecret,
    AskSwitch,
    Closed,
    Committing,
    Identifying,
    Idle,
    Kiosk,
    Notice,
    NoticeKey,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    Starting,
    State,
    ThenQuietly,
    Trouble,
    TurnedAway,
)
from kiosk.presenter.basket import basket_page
from kiosk.presenter.committing import committing_page, reading_back_page, resolving_page
from kiosk.presenter.forms import form_page
from kiosk.presenter.frame import help_view, notice_view, top_bar
from kiosk.presenter.messages import (
    closed_page,
    identifying_page,
    quiet_page,
    starting_page,
    trouble_page,
    turned_away_page,
)
from kiosk.presenter.questions import confirm_page, still_page
from kiosk.presenter.receipt import receipt_page
from kiosk.presenter.scene import Memory, Scene
from kiosk.presenter.welcome import welcome_page
from kiosk.texts import Formats, Texts
from kiosk.views import BasketPage, ConfirmPage, Page, ReceiptPage, StillPage, View

__all__ = ["Memory", "present"]


def present(kiosk: Kiosk, texts: Texts, formats: Formats, memory: Memory) -> View:
    """The picture of this kiosk, in the language of `texts`; `memory` names item codes seen before."""
    scene = Scene(kiosk.around, texts, formats, memory)
    page = _page(scene, kiosk.state)
    notice = kiosk.around.notice
    return View(
        page=page,
        top=top_bar(scene, greet=isinstance(kiosk.state, Idle)),
        notice=notice_view(scene, notice, _about(scene, kiosk.state, notice)),
        help=help_view(scene),
        announce=_announcement(scene, kiosk.state, page),
        language=texts.language,
        below=texts.frame.more_below,
    )


def _page(scene: Scene, state: State) -> Page:
    match state:
        case Starting():
            return starting_page(scene, state)
        case Closed():
            return closed_page(scene, state)
        case Trouble():
            return trouble_page(scene, state)
        case Idle():
            return welcome_page(scene, state)
        case Identifying():
            return identifying_page(scene, state)
        case AskingSecret():
            return form_page(scene, state)
        case SigningIn(asking):
            return form_page(scene, asking, waiting=True)
        case TurnedAway():
            return turned_away_page(scene, state)
        case Serving():
            return _serving(scene, state)
        case Settling(serving):
            return basket_page(scene, serving, settling=True)
        case Committing() | ReadingBack() | Resolving():
            return _finishing(scene, state)
        case Receipt():
            return receipt_page(scene, state)
    assert_never(state)


def _serving(scene: Scene, serving: Serving) -> Page:
    """Still here? covers every question; Switch is asked on the basket, the others on their own page."""
    if serving.warned:
        return still_page(scene, serving)
    if serving.question is None or isinstance(serving.question, AskSwitch):
        return basket_page(scene, serving)
    return confirm_page(scene, serving, serving.question)


def _finishing(scene: Scene, state: Committing | ReadingBack | Resolving) -> Page:
    committing = state if isinstance(state, Committing) else state.of
    if isinstance(committing.then, ThenQuietly):
        return quiet_page(scene)
    match state:
        case Committing():
            return committing_page(scene, state)
        case ReadingBack():
            return reading_back_page(scene, state)
        case Resolving():
            return resolving_page(scene, state)
    assert_never(state)


def _about(scene: Scene, state: State, notice: Notice | None) -> str:
    """What a notice is about, by its name where a line of the basket or the cache has one."""
    if notice is None or not notice.about:
        return ""
    if notice.key is NoticeKey.LINK_NOT_KEPT:
        return scene.texts.notices.why_not_kept(notice.about)
    code = ItemCode(notice.about)
    for line in _lines(state):
        if line.code == code:
            return scene.line_title(line)
    return scene.memory(code) or notice.about


def _lines(state: State) -> tuple[Line, ...]:
    """The basket on the screen."""
    match state:
        case Serving():
            return state.lines
        case Settling(serving):
            return serving.lines
        case _:
            return ()


def _announcement(scene: Scene, state: State, page: Page) -> str:
    """The headline, for everybody in the room: no name in it."""
    match page:
        case ReceiptPage():
            return page.band.text
        case StillPage():
            return scene.texts.still.still_here
        case BasketPage(lines=()):
            return scene.texts.basket.scan_a_tool
        case ConfirmPage() if isinstance(state, Serving) and isinstance(state.question, AskConfirm):
            return scene.texts.confirm.is_this_right
        case _:
            return page.headline
