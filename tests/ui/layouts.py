"""Functions that show views on screens of many sizes and find the faults of the layouts."""

import random

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kiosk.ui.overlay import HelpSheet
from kiosk.ui.theme import large_enough
from kiosk.ui.toggle import ToggleRow
from kiosk.ui.window import KioskWindow
from kiosk.views.forms import FormPage
from kiosk.views.view import View
from tests.ui.conftest import one, opened, settle
from tests.ui.geometry import faults, seen_whole

MAY_ELIDE = ("basket-hard", "basket-fr", "digital-basket-fr")
LEAST = ("480x800", "640x480")
PANELS = ("800x480", "1024x600", "600x1024", "1280x800", "1080x1920")
OTHERS = ("768x1024", "720x1280", "800x1280", "1024x768", "1280x720", "1280x1024")
ODD = ("1920x480", "480x1920", "640x640", "1024x1024", "1152x720", "1366x768")
LARGE = ("1920x1080", "3840x2160")


def some_sizes(seed: int, count: int) -> list[str]:
    """Return `count` random sizes of screens that are large enough for the kiosk."""
    chance, found = random.Random(seed), list[str]()
    while len(found) < count:
        width, height = chance.randint(480, 2200), chance.randint(480, 2200)
        if large_enough(width, height):
            found.append(f"{width}x{height}")
    return found


def wrong_on(
    views: dict[str, View], size: str, theme: str = "light", *, painted: bool = False
) -> dict[str, list[tuple[str, str]]]:
    """Return the faults of these views on a screen of this size, by the name of the view. Leave out correct views.

    If `painted` is False, the views are laid out but not painted. This takes less time, and finds the same faults.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    window = opened(next(iter(views.values())), size, theme)
    window.setUpdatesEnabled(painted)
    for name, view in views.items():
        window.show_view(view)
        settle()
        part = one(window, HelpSheet) if view.help is not None else None
        if wrong := [*faults(window, part, may_elide=name in MAY_ELIDE), *unseen_consent(window, view)]:
            found[name] = wrong
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)  # no loop runs here to delete the window
    return found


def unseen_consent(window: KioskWindow, view: View) -> list[tuple[str, str]]:
    """Return a fault if the switch of a form is not seen completely.

    A member who sends the form agrees to the text of the switch, so the member must see this text.
    """
    if not isinstance(view.page, FormPage) or view.page.toggle is None or view.help is not None:
        return []
    shown = [row for row in window.page().findChildren(ToggleRow) if row.isVisible()]
    return [] if [seen_whole(row) for row in shown] == [True] else [("the switch", "is not seen whole")]
