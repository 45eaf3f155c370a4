"""The window of the kiosk. It shows a view, and tells the app what was pressed, typed or touched."""

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QClipboard,
    QGuiApplication,
    QImage,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from kiosk.ui.badges import Turning
from kiosk.ui.button import PressButton
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.icons import Icons
from kiosk.ui.overlay import FocusFrame, HelpSheet, NoticeBar, TooSmall
from kiosk.ui.pages import frame_for, key_of
from kiosk.ui.scroll import Scroll
from kiosk.ui.theme import Style, Theme, large_enough
from kiosk.views.find import PictureAsk
from kiosk.views.pieces import Tone
from kiosk.views.view import NOBODYS, Page, View

_TITLE = "Lending kiosk"
_TURN_EVERY_MS = 50
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin, QEvent.Type.KeyPress)


class KioskWindow(QWidget):
    """The window of the kiosk. It draws views and reports what people do, but makes no decisions itself.

    The QApplication must be made before the window.
    """

    intent = Signal(object)
    """Gives the intent of the button that was pressed."""
    form_sent = Signal(object)
    """Gives a `views.FilledForm` when somebody sends a form."""
    typed = Signal(object)
    """Gives a `views.TypedWords` each time somebody types in the search field."""
    picture_wanted = Signal(object)
    """Gives a `views.PictureAsk` when a page needs a picture. The app answers with a call of `give_picture`."""
    told = Signal(str)
    """Gives the words that the window has sent to screen readers."""
    touched = Signal()
    """Says that somebody touched the screen anywhere, or pressed a key."""

    def __init__(
        self,
        assets: Path,
        theme_name: str = "light",
        *,
        display: str = "fullscreen",
        reduce_motion: bool = False,
    ) -> None:
        """Read theme.toml and icons/ from `assets`. `display` is "fullscreen" or a size such as "1280x800"."""
        super().__init__()
        self.setWindowTitle(_TITLE)
        self.assets = assets
        self._theme, self._icons = Theme(assets / "theme.toml"), Icons(assets / "icons")
        self._theme_name, self._motion, self._display = theme_name, not reduce_motion, display
        self._view: View | None = None
        self._pages: dict[type[Page], PageFrame] = {}
        self._thrown_away: set[type[Page]] = set()
        self._shown_to_member: set[type[Page]] = set()
        """The kinds of pages that were shown while a person was here. They may still hold data of this person."""
        self._help: HelpSheet | None = None
        self._too_small: TooSmall | None = None
        self._page_key: Hashable = None
        self._pressed_on: Hashable = None
        self._turners: list[Turning] = []
        self._stack = QStackedLayout(self)
        self._stack.setSizeConstraint(QStackedLayout.SizeConstraint.SetNoConstraint)
        if display != "fullscreen":
            width, _, height = display.partition("x")
            self.resize(int(width), int(height))
        self._sizes = self._theme.sizes(self.width(), self.height())
        self._turning = QTimer(self)
        self._turning.setInterval(_TURN_EVERY_MS)
        self._turning.timeout.connect(self._turn)
        self._apply_style()
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    # --- showing ---

    def open(self) -> None:
        """Show the window with the size that the settings ask for."""
        if self._display == "fullscreen":
            self.setGeometry(self.screen().geometry())  # Without a window manager, nothing else sets the size.
            self.showFullScreen()
        else:
            self.show()
        # Now Qt has queued an update for each widget. Handle these updates at once, so that the first frame is painted
        # only once.
        QCoreApplication.sendPostedEvents()

    def show_view(self, view: View) -> None:
        """Show this view, and tell screen readers what is new."""
        previous, self._view = self._view, view
        if previous is not None and previous.whose not in (NOBODYS, view.whose):
            self._forget()
        page, key = self._page_for(view.page), key_of(view.page)
        if view.whose != NOBODYS:
            self._shown_to_member.add(type(view.page))
        if key != self._page_key:
            self._leave_page()
        self._page_key = key
        page.bind(view.page)
        page.top.bind(view.top)
        if page.unnamed or previous is None or previous.below != view.below:
            page.unnamed = False
            for scroll in self.findChildren(Scroll):
                scroll.say(view.below, view.above)
        self._stack.setCurrentWidget(page)
        self._lay_over(page, view)
        self._turning_as_needed(page)
        if previous is None or previous.announce != view.announce:
            self._tell(view.announce, urgent=False)
        if view.notice is not None and (previous is None or previous.notice != view.notice):
            self._tell(view.notice.text, urgent=view.notice.tone is Tone.BAD)
        self._focus.refresh()

    def make_ready(self) -> bool:
        """Make one of the pages that were thrown away after a visit. The next member then need not wait for it.

        Return True if more of these pages must still be made. Call this only while nobody uses the kiosk, because it
        takes 5 to 30 ms to make a page.
        """
        if self._thrown_away:
            self._make(min(self._thrown_away, key=lambda kind: kind.__name__))
        return bool(self._thrown_away)

    def set_theme(self, name: str) -> None:
        """Change to this theme at once."""
        if name != self._theme_name:
            self._theme_name = name
            self._apply_style()

    def give_picture(self, ask: PictureAsk, image: QImage) -> None:
        """Give all pages a picture that the app has sent."""
        for page in self._pages.values():
            page.give_picture(ask, image)

    @property
    def turning(self) -> bool:
        """Return True if at least one ring turns, which makes the window paint again and again."""
        return self._turning.isActive()

    @property
    def look(self) -> Style:
        """Return the colours, measures and fonts with which the window is drawn."""
        return self._style

    def page(self) -> PageFrame:
        """Return the page that is on the screen."""
        shown = self._stack.currentWidget()
        return expect(shown, PageFrame)

    def _apply_style(self) -> None:
        """Throw all pages away and draw the view again, because the theme or the form of the screen has changed."""
        self._style = Style(self._theme.colours(self._theme_name), self._sizes, self._icons, motion=self._motion)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._style.colour("wall"))
        self.setPalette(palette)
        self._throw_away(set(self._pages))
        if self._view is not None:
            self.show_view(self._view)

    def _forget(self) -> None:
        """Remove all data of the previous person: hidden rows, names for screen readers, typed text and copied text.

        All pages that were shown during the member's visit are thrown away. This is safer than to empty each part of a
        page, because a developer could forget a new part. Pages that have shown no data of a member stay.
        """
        for page in self._pages.values():
            page.wipe()
        self._throw_away(self._shown_to_member)
        clipboard = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if clipboard.text(mode):
                clipboard.clear(mode)

    def _throw_away(self, kinds: set[type[Page]]) -> None:
        """Remove the pages of these kinds, and everything that lies over the pages.

        The notice bar and the focus frame are made again at once. All other parts are made again when the window needs
        them.
        """
        for kind in kinds & set(self._pages):
            self._stack.removeWidget(self._pages.pop(kind))
            self._thrown_away.add(kind)
        kept = set(self._pages.values())
        self._shown_to_member, self._turners, self._page_key, self._pressed_on = set(), [], None, None
        for old in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if old not in kept:
                old.hide()
                old.deleteLater()
        self._notice, self._help, self._too_small = NoticeBar(self._style, self), None, None
        self._focus = FocusFrame(self._style, self)

    def _page_for(self, page: Page) -> PageFrame:
        kind = type(page)
        if kind not in self._pages:
            self._make(kind)
        return self._pages[kind]

    def _make(self, kind: type[Page]) -> None:
        made = frame_for(kind, self._style)
        made.sent.connect(self.intent)
        made.form_sent.connect(self.form_sent)
        made.typed.connect(self.typed)
        made.picture_wanted.connect(self.picture_wanted)
        made.told.connect(self._tell)
        made.wall.installEventFilter(self)
        self._pages[kind] = made
        self._thrown_away.discard(kind)
        self._stack.addWidget(made)

    def _leave_page(self) -> None:
        """Remove all typed text, and forget presses that have begun, because another page will be shown now."""
        for button in self.findChildren(PressButton):
            button.forget_press()
        for page in self._pages.values():
            page.wipe()

    def _lay_over(self, page: PageFrame, view: View) -> None:
        if view.help is not None or self._help is not None:
            self._help_sheet(view).bind(view.help, page.place_of_help())
        self._notice.bind(view.notice, page.place_of_notice())
        if view.too_small and not large_enough(self.width(), self.height()):
            self._too_small = self._too_small or TooSmall(self._style, self)
            self._too_small.bind(view.too_small)
        elif self._too_small is not None:
            self._too_small.hide()

    def _help_sheet(self, view: View) -> HelpSheet:
        """Return the help sheet, and make it if it is needed for the first time.

        The sheet is not made at the start, because its scroll area would take a quarter of the time that it takes to
        make the window.
        """
        if self._help is None:
            self._help = HelpSheet(self._style, self)
            self._help.sent.connect(self.intent)
            for scroll in self._help.findChildren(Scroll):
                scroll.say(view.below, view.above)
            self._help.stackUnder(self._notice)
        return self._help

    # --- motion ---

    def _turning_as_needed(self, page: PageFrame) -> None:
        """Start the timer for the rings if at least one ring on this page turns. If no ring turns, stop the timer."""
        self._turners = [one for one in page.findChildren(Turning) if one.turns() and not one.isHidden()]
        if self._turners and not self._turning.isActive():
            self._turning.start()
        elif not self._turners:
            self._turning.stop()

    def _turn(self) -> None:
        for one in self._turners:
            one.turn()

    # --- what people do ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle some events before a widget gets them. Return True to stop the event, so that no widget gets it.

        Qt gives a touch or a key first to the native window, and then to a widget. This function handles the event only
        at the native window. If the wall gets a new size, the parts that lie over the page are moved.
        """
        if isinstance(watched, QWidget):
            if event.type() is QEvent.Type.Resize and self._view is not None and watched is self.page().wall:
                self._lay_over(self.page(), self._view)
            return False
        if event.type() not in _TOUCHES:
            return False
        if event.type() is QEvent.Type.KeyPress:
            self._focus.follow(QApplication.focusWidget())
        else:
            self._focus.hide()
        copied = isinstance(event, QMouseEvent) and event.source() is Qt.MouseEventSource.MouseEventSynthesizedByQt
        if not copied:
            self.touched.emit()
        return self._is_echo(event)

    def _is_echo(self, event: QEvent) -> bool:
        """Return True if this is the second tap of a double tap, and the first tap has changed the page.

        The person did not want to press anything on the new page.
        """
        if event.type() is QEvent.Type.MouseButtonPress:
            self._pressed_on = self._page_key
        return event.type() is QEvent.Type.MouseButtonDblClick and self._pressed_on != self._page_key

    def showEvent(self, event: object) -> None:
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        sizes = self._theme.sizes(self.width(), self.height())
        if sizes != self._sizes:
            self._sizes = sizes
            self._apply_style()
        elif self._view is not None:
            self._lay_over(self.page(), self._view)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._focus.isVisible():
            self._focus.follow(now)

    def _tell(self, words: str, urgent: bool) -> None:  # noqa: FBT001 - a signal calls this method with positional arguments
        self.told.emit(words)
        if words and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self, words)
            loud, calm = QAccessible.AnnouncementPoliteness.Assertive, QAccessible.AnnouncementPoliteness.Polite
            event.setPoliteness(loud if urgent else calm)
            QAccessible.updateAccessibility(event)
