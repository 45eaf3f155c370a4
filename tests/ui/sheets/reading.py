"""A small reader of bar codes (Code 128) and of QR codes in a picture. It works only for a clean picture."""

import segno
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from kiosk.ui.sheets.code128 import _WIDTHS

_START_B, _START_C, _TO_C, _TO_B = 104, 105, 99, 100
_VALUES = {tuple(map(int, widths)): value for value, widths in enumerate(_WIDTHS)}


def text_of_bars(widths: tuple[int, ...]) -> str:
    """Return the text of a Code 128. `widths` has the widths of its bars and spaces, in units of the thinnest bar.

    Fail if a symbol, the check symbol or the stop symbol is wrong.
    """
    values = [_VALUES[tuple(widths[at : at + 6])] for at in range(0, len(widths) - 7, 6)]
    assert _VALUES[tuple(widths[-7:])] == 106
    *data, check = values
    assert (data[0] + sum(place * value for place, value in enumerate(data))) % 103 == check
    in_c = {_START_B: False, _START_C: True}[data[0]]
    text = ""
    for value in data[1:]:
        if value == _TO_C and not in_c:
            in_c = True
        elif value == _TO_B and in_c:
            in_c = False
        else:
            text += f"{value:02}" if in_c else chr(value + 32)
    return text


def scanned(image: QImage, area: QRectF) -> str:
    """Read the Code 128 along the middle line of this area (in pixels), and return its text.

    Fail if the light margin beside the bars is too small.
    """
    y, first, last = round(area.center().y()), round(area.left()), round(area.right())
    dark = [image.pixelColor(x, y).lightness() < 128 for x in range(first, last)]
    assert True in dark
    start, end = dark.index(True), len(dark) - dark[::-1].index(True)
    runs = [1]
    for before, after in zip(dark[start : end - 1], dark[start + 1 : end], strict=True):
        if before is after:
            runs[-1] += 1
        else:
            runs.append(1)
    module = sum(runs[:6]) / 11
    assert min(start, len(dark) - end) >= 10 * module - 1, "the light margin is too small"
    return text_of_bars(tuple(round(run / module) for run in runs))


def shows_square(image: QImage, area: QRectF, code: str) -> bool:
    """Return True if the area has the QR code of this text, with correct squares and with its light margin."""
    rows = [bytes(row) for row in segno.make_qr(code, error="m", boost_error=False, encoding="utf-8").matrix]
    left, top, right, bottom = (round(edge) for edge in (area.left(), area.top(), area.right(), area.bottom()))
    spots = [(x, y) for y in range(top, bottom) for x in range(left, right) if image.pixelColor(x, y).lightness() < 128]
    if not spots:
        return False
    x0, y0 = min(x for x, _ in spots), min(y for _, y in spots)
    across = max(x for x, _ in spots) + 1 - x0
    px = across / len(rows)
    if min(x0 - left, y0 - top, right - x0 - across) < 4 * px - 1:
        return False
    return all(
        (image.pixelColor(int(x0 + (x + 0.5) * px), int(y0 + (y + 0.5) * px)).lightness() < 128) is bool(dark)
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
    )
