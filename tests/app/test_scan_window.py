"""Tests of the demo's scan window.

The library knows each fob and tool in the window, and each fault can be switched on.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QCheckBox, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.demo.library import DemoLibrary, ToScan
from kiosk.demo.myturn_demo import MyTurnDemo
from kiosk.demo.scan_window import ScanWindow, Switch
from kiosk.demo.sierra_demo import SierraDemo
from kiosk.simulator import MEMBERS, SimulatorThread
from kiosk.simulator.sierra import PATRONS, SierraThread


@pytest.fixture(params=["myturn", "sierra"])
def things(request: pytest.FixtureRequest) -> Iterator[ToScan]:
    if request.param == "sierra":
        with SierraThread() as sierra:
            yield library_things(SierraDemo(sierra))
            assert not sierra.library_state.faults.waiting()
    else:
        with SimulatorThread() as myturn:
            yield library_things(MyTurnDemo(myturn))
            assert not myturn.library_state.faults.waiting()


def library_things(library: DemoLibrary) -> ToScan:
    return library.to_scan()


def window_of(things: ToScan, scanned: list[str]) -> ScanWindow:
    return ScanWindow(
        fob=things.fob,
        fobs=things.fobs,
        tools=things.tools,
        cards=things.cards,
        scan_fob=lambda code: scanned.append(f"fob {code}"),
        scan_item=lambda code: scanned.append(f"item {code}"),
        plugs=[Switch("plug", lambda on: scanned.append(f"plug {on}"), on=True)],
        faults=things.faults,
    )


def test_a_click_scans_what_lies_there(qtbot: QtBot, things: ToScan) -> None:
    scanned: list[str] = []
    window = window_of(things, scanned)
    qtbot.addWidget(window)
    fobs, tools = window.findChildren(QListWidget)
    fobs.itemClicked.emit(fobs.item(0))
    tools.itemClicked.emit(tools.item(0))
    assert scanned == [f"fob {things.fobs[0].code}", f"item {things.tools[0].code}"]
    assert things.fobs[0].code in {MEMBERS[0].fob, PATRONS[0].barcode}
    assert all(each.title for each in (*things.fobs, *things.tools))


def test_each_fault_can_be_switched_on_and_a_fresh_morning_ends_them_all(qtbot: QtBot, things: ToScan) -> None:
    window = window_of(things, [])
    qtbot.addWidget(window)
    labels = {each.label for each in things.faults}
    boxes = [box for box in window.findChildren(QCheckBox) if box.text() in labels]
    buttons = [button for button in window.findChildren(QPushButton) if button.text() in labels]
    assert len(boxes) + len(buttons) == len(things.faults)
    for box in boxes:
        box.click()
        box.click()
    for button in buttons:
        button.click()
    assert buttons[-1].text() == "a fresh morning"
