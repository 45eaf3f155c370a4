"""Tests of QR codes for a phone."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.assets import asset
from kiosk.ui.icons import Icons
from kiosk.ui.qrcode import QrSquare, modules
from kiosk.ui.theme import Style, Theme
from kiosk.views.pieces import QrCode


@pytest.mark.parametrize("payload", ["https://example.org/", "x" * 300])
@pytest.mark.parametrize("theme_name", ["light", "dark", "contrast"])
def test_a_code_is_painted_module_by_module_dark_on_white(qtbot: QtBot, payload: str, theme_name: str) -> None:
    theme = Theme(asset("theme.toml"))
    square = QrSquare(Style(theme.colours(theme_name), theme.sizes(1080, 1920), Icons(asset("icons"))), 300)
    qtbot.addWidget(square)
    square.bind(QrCode(payload, "Code that opens it"))
    drawn, wanted = square.grab().toImage(), modules(payload, 3)
    px = square.width() // (len(wanted) + 8)
    assert square.width() == px * (len(wanted) + 8)
    for y, line in enumerate(wanted, 4):
        for x, dark in enumerate(line, 4):
            assert (drawn.pixelColor(x * px + px // 2, y * px + px // 2).lightness() < 128) is bool(dark)
    assert square.accessibleName() == "Code that opens it"
    square.bind(QrCode(payload, "Code, der es öffnet"))
    assert square.accessibleName() == "Code, der es öffnet"
