"""Tests that nothing of a visit is left in the window after the visit.

The tests also look at hidden widgets, at all objects in memory, and at the texts for a screen reader.
"""

import gc
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import msgspec.structs
import pytest
from msgspec import Struct
from msgspec.structs import fields
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kiosk.domain.model import ItemCode
from kiosk.domain.visit.states import Idle, State, ToolSearch
from kiosk.structs import replace
from kiosk.ui.frame import PageFrame
from kiosk.ui.window import KioskWindow
from kiosk.views.view import NOBODYS, SOMEBODYS, View
from tests.presenter.kiosks import seen
from tests.presenter.rows_after_finish import ROWS as AFTER
from tests.presenter.rows_before_finish import ROWS as BEFORE
from tests.presenter.rows_digital import ROWS as DIGITAL
from tests.ui.conftest import Show, settle
from tests.ui.samples import VIEWS
from tests.ui.samples_before import READY, WELCOME

MARK = "\u2042"
"""A character that is nowhere else in the kiosk."""
NOBODY = View(WELCOME, READY)
THEMES = ("icon", "language", "keyboard", "ident")


def marked(part: Any) -> Any:
    """Return this part of a view, with the mark added to every sentence and name."""
    if isinstance(part, tuple):
        return tuple(marked(each) for each in part)
    if isinstance(part, str):
        return part + MARK if part and type(part) is str else part
    if isinstance(part, Struct) and type(part).__module__.startswith("kiosk.views"):
        changed = {field.name: marked(getattr(part, field.name)) for field in fields(part) if field.name not in THEMES}
        return msgspec.structs.replace(part, **changed)
    return part


def somebodys(view: View, whose: int = 7) -> View:
    shown: View = marked(view)
    return replace(shown, whose=whose)


def put_away() -> None:
    """Delete all objects that are marked for deletion. In the kiosk, the event loop deletes them after a visit."""
    settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    settle()
    gc.collect()


def left(window: KioskWindow) -> list[str]:
    """Return every place where the mark is still found."""
    found = [*_in_objects(window), *_in_accessibles(window), *_in_python(window)]
    clipboard = QGuiApplication.clipboard()
    found += [f"clipboard {mode}" for mode in QClipboard.Mode if MARK in clipboard.text(mode)]
    return found


def _in_objects(window: KioskWindow) -> Iterator[str]:
    widgets: list[QObject] = [*QApplication.topLevelWidgets(), *QApplication.allWidgets(), window]
    every = {id(one): one for top in widgets for one in (top, *top.findChildren(QObject))}
    for one in every.values():
        described = [one.metaObject().property(index) for index in range(one.metaObject().propertyCount())]
        names = [
            str(each.name()) for each in described if str(each.typeName()) in ("QString", "QVariant", "QStringList")
        ]
        for name in (*names, *(bytes(raw.data()).decode() for raw in one.dynamicPropertyNames())):
            try:
                value = one.property(name)
            except RuntimeError:  # Python cannot read this property of an object that Qt has made
                continue
            if MARK in str(value):
                yield f"{type(one).__name__}.{name} {value!r}"
        if isinstance(one, QLineEdit) and (one.isUndoAvailable() or one.isRedoAvailable()):
            yield f"{type(one).__name__} can bring back what was typed"


def _in_accessibles(window: QWidget) -> Iterator[str]:
    waiting: list[QAccessibleInterface] = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        one = waiting.pop()
        for kind in QAccessible.Text:
            if kind is not QAccessible.Text.UserText and MARK in one.text(kind):
                yield f"accessible {one.role()} {kind}: {one.text(kind)!r}"
        waiting += [one.child(index) for index in range(one.childCount())]


def _in_python(window: QWidget) -> Iterator[str]:
    known: set[int] = set()
    waiting: list[tuple[str, object]] = [("window", window)]
    while waiting:
        path, one = waiting.pop()
        if isinstance(one, str) and MARK in one:
            yield f"{path}: {one!r}"
        if id(one) in known or isinstance(one, ModuleType | type | str | bytes | int | float):
            continue
        known.add(id(one))
        held = one.__closure__ or () if isinstance(one, FunctionType) else gc.get_referents(one)
        waiting += [(f"{path}/{type(one).__name__}"[-160:], each) for each in held]
        if isinstance(one, QWidget):
            waiting += [(f"{path}/{type(one).__name__}"[-160:], child) for child in one.findChildren(QObject)]


@pytest.fixture
def all_shown(show: Show) -> KioskWindow:
    """Return a window in which one member has seen all pages."""
    window = show(NOBODY, "800x480")
    for view in VIEWS.values():
        window.show_view(somebodys(view))
        settle()
    for row in BEFORE + DIGITAL + AFTER:
        window.show_view(somebodys(seen(row[1])))
    settle()
    return window


def test_nothing_of_a_visit_is_left_at_welcome(all_shown: KioskWindow) -> None:
    found = left(all_shown)
    assert {"accessible", "window", "Text.text"} <= {where.split(" ")[0].split("/")[0] for where in found}
    assert len(found) > 100  # this proves that `left` finds the member's data while they are still there
    all_shown.show_view(NOBODY)
    put_away()
    assert left(all_shown) == []


@pytest.mark.slow
def test_nothing_of_a_visit_is_left_while_the_next_member_is_served(all_shown: KioskWindow) -> None:
    all_shown.show_view(replace(VIEWS["basket"], whose=8))
    put_away()
    assert left(all_shown) == []
    for name in ("confirm", "receipt", "link", "find", "reservations", "help"):
        all_shown.show_view(replace(VIEWS[name], whose=8))
        settle()
    put_away()
    assert left(all_shown) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tray", "tray-away", "find-many", "find-opened"])
def test_nothing_is_left_of_somebody_without_a_name(show: Show, name: str) -> None:
    window = show(NOBODY, "800x480")
    window.show_view(somebodys(VIEWS[name], SOMEBODYS))
    settle()
    window.show_view(NOBODY)
    put_away()
    assert left(window) == []


@pytest.mark.parametrize("field", [0, 1])
def test_nothing_that_was_typed_or_copied_is_left(show: Show, field: int) -> None:
    window = show(replace(VIEWS["link"], whose=7), "800x480")
    edit = [edit for edit in window.findChildren(QLineEdit) if edit.isVisible()][field]
    edit.setEchoMode(QLineEdit.EchoMode.Normal)
    edit.insert(f"swordfish{MARK}")
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert any("clipboard" in where for where in left(window))
    window.show_view(NOBODY)
    put_away()
    assert left(window) == []


@pytest.mark.slow
def test_the_window_goes_on_with_the_buttons_that_are_there(all_shown: KioskWindow) -> None:
    all_shown.show_view(NOBODY)
    put_away()
    heard: list[object] = []
    all_shown.intent.connect(heard.append)
    all_shown.show_view(replace(VIEWS["basket"], whose=9))
    settle()
    from tests.ui.test_window import press

    press(all_shown, "Finish")
    assert len(heard) == 1


def test_pages_for_the_next_member_are_made_while_nobody_waits(all_shown: KioskWindow) -> None:
    """After a visit, the window makes new, empty pages. So it need not make a page when the next member comes."""
    had = {type(page) for page in all_shown.findChildren(PageFrame)}
    all_shown.show_view(NOBODY)
    put_away()
    while all_shown.make_ready():
        assert all_shown.page().isVisible()
    settle()
    assert left(all_shown) == []
    ready = all_shown.findChildren(PageFrame)
    assert {type(page) for page in ready} == had
    assert [page for page in ready if page.isVisible()] == [all_shown.page()]
    all_shown.show_view(replace(VIEWS["basket"], whose=9))
    settle()
    assert all_shown.page() in ready
    assert set(all_shown.findChildren(PageFrame)) == set(ready)
    assert not all_shown.make_ready()


@pytest.mark.slow
def test_pages_that_are_ready_are_made_anew_if_the_theme_changes(all_shown: KioskWindow) -> None:
    all_shown.show_view(NOBODY)
    while all_shown.make_ready():
        pass
    all_shown.set_theme("dark")
    put_away()
    assert len(all_shown.findChildren(PageFrame)) == 1
    while all_shown.make_ready():
        pass
    assert {page.style_ for page in all_shown.findChildren(PageFrame)} == {all_shown.look}


# --- the owner of a view -------------------------------------------------------------------------


def test_a_visit_is_one_persons_and_welcome_is_nobodys() -> None:
    whose = {row[0]: seen(row[1]).whose for row in BEFORE + DIGITAL + AFTER}
    visits = {name for name, number in whose.items() if number > 0}
    assert {"basket", "confirm", "receipt", "link", "committing"} <= visits
    assert whose["idle"] == NOBODYS
    assert whose["tray"] == SOMEBODYS


@pytest.mark.parametrize(
    ("state", "whose"),
    [
        (Idle(), NOBODYS),
        (Idle(tray=(ItemCode("DR-1"),)), SOMEBODYS),
        (Idle(finding=ToolSearch(5, 6, "sand")), SOMEBODYS),
    ],
)
def test_what_was_scanned_or_looked_for_without_a_name_is_somebodys(state: State, whose: int) -> None:
    assert seen(state).whose == whose
