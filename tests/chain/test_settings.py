"""Tests of every kiosk setting of the library in the whole kiosk: the view and the picture show each value."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from kiosk.simulator import Knobs, SimulatorThread
from kiosk.ui.window import KioskWindow
from kiosk.views.view import View
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import Scene
from tests.chain.setting import Setting
from tests.chain.settings import SETTINGS
from tests.presenter.kiosks import words
from tests.ui.conftest import opened

pytestmark = pytest.mark.slow

each_setting = pytest.mark.parametrize("setting", SETTINGS, ids=[each.title for each in SETTINGS])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kiosks")


@dataclass(frozen=True)
class Picture:
    """The picture of a page, and the places at which it shows the words of a setting."""

    image: QImage
    places: tuple[QRect, ...]


async def _stands(folder: Path, setting: Setting, value: object, scene: Scene) -> View:
    fields: Mapping[str, object] = {setting.name: value}
    with SimulatorThread(knobs=Knobs(organization=fields, **setting.knobs)) as library:  # type: ignore[arg-type]
        async with ChainedKiosk(folder, library, setting.more.format(site=library.url)) as kiosk:
            await scene(kiosk)
            return kiosk.view


@cache
def _view(folder: Path, setting: Setting, scene: Scene, *, first: bool) -> View:
    value = setting.first if first else setting.second
    inside = folder / f"{setting.title}-{first}-{scene.__name__}"
    return asyncio.run(asyncio.wait_for(_stands(inside, setting, value, scene), 60))


def read(view: View) -> str:
    """Return everything that can be read on the screen."""
    return words(view).replace("\u202f", " ")


def _drawn(view: View, file: Path, sought: str) -> Picture:
    window = opened(view)
    image = window.grab().toImage()
    image.save(str(file))
    places = tuple(_places(window, sought)) if sought else ()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    return Picture(image, places)


def _places(window: KioskWindow, sought: str) -> Iterator[QRect]:
    """Yield the place of each widget that says these words."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and sought in _said_by(widget).replace("\u202f", " "):
            yield QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()) & window.rect()


def _said_by(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{widget.accessibleName()}\n{text}"


@each_setting
def test_it_is_read_on_the_screen(setting: Setting, folder: Path) -> None:
    first = read(_view(folder, setting, setting.scene, first=True))
    second = read(_view(folder, setting, setting.scene, first=False))

    assert setting.seen in first
    assert setting.seen not in second
    if setting.else_seen:
        assert setting.else_seen in second
        assert setting.else_seen not in first


@each_setting
def test_the_picture_differs_there(setting: Setting, folder: Path, pictures: Path, qapp: QApplication) -> None:
    """Where one picture has the words of this setting, the other picture shows something else."""
    first, second = (
        _drawn(_view(folder, setting, setting.scene, first=one), pictures / f"{setting.title}-{n}.png", words)
        for n, one, words in ((1, True, setting.at or setting.seen), (2, False, setting.at or setting.else_seen))
    )

    for place in (*first.places, *second.places):
        assert first.image.copy(place) != second.image.copy(place)
    assert first.places, f"{setting.seen!r} stands nowhere"
    assert second.places or not setting.else_seen, f"{setting.else_seen!r} stands nowhere"


def test_two_pictures_of_one_view_are_the_same(folder: Path, pictures: Path, qapp: QApplication) -> None:
    view = _view(folder, SETTINGS[0], SETTINGS[0].scene, first=True)
    first, second = (_drawn(view, pictures / "same.png", "") for _ in range(2))
    assert first.image == second.image


NEVER = [(each, scene) for each in SETTINGS for scene in each.never]


@pytest.mark.parametrize(("setting", "scene"), NEVER, ids=[f"{each.title}-{scene.__name__}" for each, scene in NEVER])
def test_it_is_not_read_where_it_does_not_belong(setting: Setting, scene: Scene, folder: Path) -> None:
    assert setting.seen not in read(_view(folder, setting, scene, first=True))
