"""Plain text that is broken into lines.

The module sets the height of the lines, and can make the lines of a headline equally long. If a text has too many
lines, the last line ends with an ellipsis. HTML is not supported.
"""

import math
import re
from functools import cached_property

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

_LINE_SEPARATOR = "\u2028"
_WIDEST = 100_000.0
_UNSET = -1.0
_MOST_WIDTHS = 8
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+|\u200b")
"""Matches the gaps between words. A no-break space is not a gap. It belongs to a word."""
_PARTS = re.compile(_BREAKS.pattern + r"|(?<=[-\u2010])")
"""Matches the gaps between words, and the places after hyphens. A name may be broken at all these places."""


class Paragraph:
    """A text with its font and its line breaks.

    The last layout is stored, because a row is painted more often than its text changes.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        leading: float,
        *,
        max_lines: int = 0,
        balanced: bool = False,
        centred: bool = False,
        lead: int = 0,
        lead_font: QFont | None = None,
    ) -> None:
        """Store the text. The first `lead` characters get the font `lead_font`. If `max_lines` is 0, show all lines."""
        self.text = text.replace("\n", _LINE_SEPARATOR)
        self._font = font
        self.line_height = math.ceil(font.pixelSize() * leading)
        self._max_lines = max_lines
        self._balanced = balanced
        self._align = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        self._lead, self._lead_font = lead, lead_font
        self._width, self._shift, self.elided = _UNSET, 0.0, False
        self._shown: QTextLayout
        self._others: dict[float, tuple[QTextLayout, float, bool]] = {}
        """The layouts for earlier widths. They are stored because Qt asks for the same widths many times."""

    @cached_property
    def natural_width(self) -> int:
        """Return the width in pixels that the text needs if a new line begins only at a line break of the text."""
        layout = self._layout(self.text, _WIDEST)
        widest = max((layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount())), default=0.0)
        return math.ceil(widest) + 1

    def height(self, width: float) -> int:
        """Return the height of the text in pixels if the text has this width."""
        self._fit(width)
        return self._shown.lineCount() * self.line_height

    def lines(self, width: float) -> int:
        """Return how many lines the text takes at this width."""
        self._fit(width)
        return self._shown.lineCount()

    def least_width(self, *, in_parts: bool = False) -> int:
        """Return the width of the widest word in pixels. If `in_parts` is True, a hyphen ends a word, too."""
        words = (_PARTS if in_parts else _BREAKS).split(self.text)
        font = self._lead_font if self._lead_font is not None and self._lead else self._font
        metrics = QFontMetricsF(font)
        return math.ceil(max((metrics.horizontalAdvance(word) for word in words), default=0)) + 1

    def draw(self, painter: QPainter, at: QPointF, width: float, ink: QColor, lead_ink: QColor | None = None) -> int:
        """Draw the text with its upper left corner at `at`. Return the height of the drawn text in pixels."""
        self._fit(width)
        self._others.clear()
        painter.setPen(ink)
        coloured = [self._lead_range(lead_ink)] if self._lead and lead_ink is not None else []
        self._shown.draw(painter, at + QPointF(self._shift, 0), coloured)
        return self._shown.lineCount() * self.line_height

    def _fit(self, width: float) -> None:
        width = max(1.0, width)
        if width == self._width:
            return
        if len(self._others) >= _MOST_WIDTHS:
            self._others.clear()
        if self._width != _UNSET:
            self._others[self._width] = self._shown, self._shift, self.elided
        self._width = width
        if width in self._others:
            self._shown, self._shift, self.elided = self._others[width]
            return
        self._shift, self.elided = 0.0, False
        self._shown = self._layout(self.text, width)
        if self._max_lines and self._shown.lineCount() > self._max_lines:
            self.elided = True
            self._shown = self._layout(self._cut(self._shown, width), width, most=self._max_lines)
        elif self._balanced and self._shown.lineCount() > 1:
            self._shown = self._balance(width)

    def _cut(self, layout: QTextLayout, width: float) -> str:
        start = layout.lineAt(self._max_lines - 1).textStart()
        before = self.text.encode("utf-16-le", "replace")[: 2 * start].decode(
            "utf-16-le", "replace"
        )  # We cut the UTF-16 form, because Qt counts units of UTF-16, and Python counts characters.
        rest = self.text[len(before) :].replace(_LINE_SEPARATOR, " ")
        return before + QFontMetricsF(self._font).elidedText(rest, Qt.TextElideMode.ElideRight, math.floor(width) - 1)

    def _balance(self, width: float) -> QTextLayout:
        """Return the narrowest layout with the same number of lines, so that all lines are about equally long."""
        count, high = self._shown.lineCount(), width
        low = min(width, max(width / count, self.least_width()))
        while high - low > 8:
            middle = (low + high) / 2
            if self._layout(self.text, middle).lineCount() > count:
                low = middle
            else:
                high = middle
        self._shift = (width - high) / 2 if self._align == Qt.AlignmentFlag.AlignHCenter else 0.0
        return self._layout(self.text, high)

    def _layout(self, text: str, width: float, *, most: int = 0) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption(self._align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if self._lead:
            layout.setFormats([self._lead_range(None)])
        layout.beginLayout()
        y = 0.0
        while not (most and layout.lineCount() >= most) and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y + (self.line_height - line.height()) / 2))
            y += self.line_height
        layout.endLayout()
        return layout

    def _lead_range(self, ink: QColor | None) -> QTextLayout.FormatRange:
        from PySide6.QtGui import QTextCharFormat  # We import this class late, because the import takes 2 ms.

        form = QTextCharFormat()
        if self._lead_font is not None:
            form.setFont(self._lead_font)
        if ink is not None:
            form.setForeground(ink)
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = 0, self._lead, form
        return found
