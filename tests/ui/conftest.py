"""A fixture that opens windows for a test and closes them after the test, and functions for windows."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.assets import asset
from kiosk.ui.window import KioskWindow
from kiosk.views.view import View

Show = Callable[..., KioskWindow]

SIZES = {"portrait": "1080x1920", "landscape": "1280x800", "small": "800x480"}
_Kind = TypeVar("_Kind", bound=QWidget)


def one(within: QWidget, kind: type[_Kind]) -> _Kind:
    """Return the first widget of this kind inside `within`."""
    found = within.findChild(kind)
    assert isinstance(found, kind)
    return found


def settle() -> None:
    """Delete the widgets that a window has thrown away, and let Qt lay out all others.

    Only a running loop deletes them by itself. One change of a layout can cause the next, so do this several times.
    """
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for _ in range(6):
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()


def opened(view: View, form: str = "portrait", theme: str = "light") -> KioskWindow:
    """Return a window that shows the view. The caller must close it.

    `form` is the name of a form, or a size such as "640x480".
    """
    window = KioskWindow(asset("theme.toml").parent, theme, display=SIZES.get(form, form), reduce_motion=True)
    window.open()
    window.activateWindow()
    window.show_view(view)
    settle()
    return window


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Yield a function `show(view, form, theme)` that returns a window with this view."""

    def made(view: View, form: str = "portrait", theme: str = "light") -> KioskWindow:
        window = opened(view, form, theme)
        qtbot.addWidget(window)
        return window

    yield made
    settle()
