"""Labels for plain text, and labels for sanitised HTML from the library. `Paragraph` breaks plain text into lines."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.ui.boxes import show_if
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.theme import BODY, Style, Type

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

_NEVER_WIDER = 900


class Text(QLabel):
    """A label for plain text. A `Paragraph` paints the text. Screen readers find the label, because it is a QLabel."""

    def __init__(
        self,
        style: Style,
        kind: Type = BODY,
        text: str = "",
        *,
        ink: str = "ink",
        max_lines: int = 0,
        balanced: bool = False,
        centred: bool = False,
        px: int = 0,
    ) -> None:
        """Show this text in at most `max_lines` lines, and shorten the text if it needs more lines.

        If `max_lines` is 0, the number of lines has no limit. The label gets its parent later, from a layout.
        """
        super().__init__()
        self._style, self._kind, self._px, self._ink = style, kind, px, ink
        self._max_lines, self._balanced, self._centred = max_lines, balanced, centred
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._paragraph = self._set(text)
        self.setText(text)
        show_if(self, bool(text))

    def say(self, text: str) -> None:
        """Show this text, or do nothing if the label shows the text already."""
        if text == self.text() and (text or self.isHidden()):
            return
        self.setText(text)
        self._paragraph = self._set(text)
        show_if(self, bool(text))
        self.updateGeometry()
        self.update()

    def tint(self, ink: str) -> None:
        """Give the text the colour of this token. A token is the name of a colour's use, such as "ink"."""
        if ink != self._ink:
            self._ink = ink
            self.update()

    def set_px(self, px: int) -> None:
        """Change the size of the letters to this many pixels. Call this before `say`."""
        if px != self._px:
            self._px = px
            self._paragraph = self._set(self.text())
            self.updateGeometry()

    def elided(self) -> bool:
        """Return True if the text is shortened because it does not fit into the label."""
        return self._paragraph.elided

    def broken(self) -> bool:
        """Return True if a word is wider than the label, so that the word is broken into two lines."""
        return self._paragraph.least_width() > self.width()

    def font_px(self) -> int:
        """Return the size of the font, in pixels."""
        return self._style.font(self._kind, self._px).pixelSize()

    def width_in_two_lines(self) -> int:
        """Return a width in pixels at which the whole text fits into two lines."""
        return max(self._paragraph.least_width(), -(-self._paragraph.natural_width * 2 // 3))

    def heightForWidth(self, width: int) -> int:
        return self._paragraph.height(width)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        width = min(self._paragraph.natural_width, round(_NEVER_WIDER * max(1.0, self._style.sizes.scale)))
        return QSize(width, self._paragraph.height(width))

    def minimumSizeHint(self) -> QSize:
        least = 48 if self._max_lines == 1 else min(self._paragraph.least_width(), self._style.sizes.pick(160, 110, 90))
        return QSize(least, self._paragraph.line_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = self._paragraph.height(self.width())
        top = max(0.0, (self.height() - height) / 2)
        self._paragraph.draw(painter, QPointF(0, top), self.width(), self._style.colour(self._ink))

    def _set(self, text: str) -> Paragraph:
        return Paragraph(
            text,
            self._style.font(self._kind, self._px),
            self._kind.leading,
            max_lines=self._max_lines,
            balanced=self._balanced,
            centred=self._centred,
        )


_SMALLEST_PX = 20
"""The letters of a name are never made smaller than this many pixels."""


class NameText(Text):
    """A label for the name of a person.

    The name is broken only at spaces and after hyphens. If a part of the name is too wide, the letters get smaller.
    """

    def heightForWidth(self, width: int) -> int:
        self._shrink(width)
        return super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.least_width(), self._paragraph.line_height)

    def sizeHint(self) -> QSize:
        self._use(self._full_px())
        return super().sizeHint()

    def least_width(self) -> int:
        """Return the width in pixels that the widest part of the name needs in the smallest allowed letters."""
        return self._in(min(_SMALLEST_PX, self._full_px())).least_width(in_parts=True)

    def broken(self) -> bool:
        """Return True if a part of the name is too wide even in the smallest letters, so that the part is broken."""
        self._shrink(self.width())
        return self._paragraph.least_width(in_parts=True) > self.width()

    def font_px(self) -> int:
        """Return the size in pixels in which the letters are drawn now."""
        self._shrink(self.width())
        return self._drawn_px

    def paintEvent(self, event: QPaintEvent) -> None:
        self._shrink(self.width())
        super().paintEvent(event)

    def _set(self, text: str) -> Paragraph:
        self._drawn_px = self._full_px()
        return super()._set(text)

    def _full_px(self) -> int:
        return self._style.font(self._kind, self._px).pixelSize()

    def _in(self, px: int) -> Paragraph:
        font = self._style.font(self._kind, px)
        return Paragraph(self.text(), font, self._kind.leading, max_lines=self._max_lines)

    def _use(self, px: int) -> None:
        if px != self._drawn_px:
            self._drawn_px, self._paragraph = px, self._in(px)

    def _shrink(self, width: int) -> None:
        """Use the largest letters in which each part of the name fits into the label, or else the smallest letters."""
        px = self._full_px()
        while px > _SMALLEST_PX and self._in(px).least_width(in_parts=True) > width:
            px -= 1
        self._use(px)


class _WithoutFiles(QTextDocument):
    """A document that loads no files, even if its HTML asks for files."""

    def loadResource(self, kind: int, name: "QUrl | str") -> QImage:
        # If the result were None, Qt itself would read the picture from the file.
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        nothing.fill(Qt.GlobalColor.transparent)
        return nothing


class RichText(QWidget):
    """A label for sanitised HTML from the library. Links cannot be pressed or followed, and no files are loaded."""

    def __init__(self, style: Style, kind: Type = BODY, ink: str = "ink") -> None:
        super().__init__()
        self._html = ""
        self._document = _WithoutFiles(self)
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(style.font(kind))
        self._document.setDefaultStyleSheet(
            f"body, p, li, a, h1, h2, h3 {{ color: {style.colour(ink).name()}; text-decoration: none }}"
            " p, ul, ol, h1, h2, h3 { margin-top: 0; margin-bottom: 0 }"
        )
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, html: str) -> None:
        """Show this HTML, which must be sanitised already."""
        if html == self._html:
            return
        self._html = html
        self._document.setHtml(f"<body>{html}</body>")
        self.setAccessibleName(self._document.toPlainText())
        show_if(self, bool(html))
        self.updateGeometry()
        self.update()

    def plain(self) -> str:
        """Return the plain text of the HTML, which screen readers say."""
        return self._document.toPlainText()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._document.setTextWidth(width)
        return round(self._document.size().height() + 0.5)

    def sizeHint(self) -> QSize:
        width = min(round(self._document.idealWidth()) + 2, _NEVER_WIDER)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._document.setTextWidth(self.width())
        self._document.drawContents(QPainter(self))
