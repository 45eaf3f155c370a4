"""Tests of the demo's scan window.

The library knows each fob and tool in the window. Each fault of the simulated server can be switched on there.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.demo.ehub_demo import EhubDemo
from kiosk.demo.library import DemoLibrary
from kiosk.demo.myturn_demo import MyTurnDemo
from kiosk.demo.overdrive_demo import OverdriveDemo
from kiosk.demo.scan_window import ScanWindow, Switch, ToScan
from kiosk.demo.several_demo import SeveralDemo
from kiosk.demo.sierra_demo import SierraDemo
from kiosk.simulator import MEMBERS, SimulatorThread
from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.simulator.sierra import PATRONS, SierraThread

_SERVERS = {
    "myturn": (SimulatorThread,),
    "sierra": (SierraThread,),
    "overdrive": (OverdriveThread,),
    "ehub": (EhubThread,),
    "all": (SierraThread, OverdriveThread, EhubThread),
}


@pytest.fixture(params=list(_SERVERS))
def things(request: pytest.FixtureRequest) -> Iterator[ToScan]:
    with ExitStack() as stack:
        servers = [stack.enter_context(make()) for make in _SERVERS[request.param]]
        yield library_of(servers).to_scan()
        assert not any(server.library_state.faults.waiting() for server in servers)


def library_of(servers: list[object]) -> DemoLibrary:
    match servers:
        case [SimulatorThread() as server]:
            return MyTurnDemo(server)
        case [SierraThread() as server]:
            return SierraDemo(server)
        case [OverdriveThread() as server]:
            return OverdriveDemo(server)
        case [EhubThread() as server]:
            return EhubDemo(server)
        case [SierraThread() as main, OverdriveThread() as overdrive, EhubThread() as ehub]:
            return SeveralDemo(SierraDemo(main), [OverdriveDemo(overdrive), EhubDemo(ehub)])
        case _:
            raise AssertionError(servers)


def window_of(things: ToScan, scanned: list[str]) -> ScanWindow:
    return ScanWindow(
        things,
        scan_fob=lambda code: scanned.append(f"fob {code}"),
        scan_item=lambda code: scanned.append(f"item {code}"),
        plugs=[Switch("plug", lambda on: scanned.append(f"plug {on}"), on=True)],
    )


def test_a_click_scans_what_lies_there(qtbot: QtBot, things: ToScan) -> None:
    scanned: list[str] = []
    window = window_of(things, scanned)
    qtbot.addWidget(window)
    for rows in window.findChildren(QListWidget):
        rows.itemClicked.emit(rows.item(0))
    labels = [f"item {each[0].code}" for each in things.labels.values()]
    assert sorted(scanned) == sorted([f"fob {things.fobs[0].code}", *labels])
    assert things.fobs[0].code in {MEMBERS[0].fob, PATRONS[0].barcode}
    assert all(each.title for rows in (things.fobs, *things.labels.values()) for each in rows)


def test_no_two_labels_are_the_same(things: ToScan) -> None:
    codes = [each.code for rows in things.labels.values() for each in rows]
    assert len(set(codes)) == len(codes)


def test_a_list_can_be_narrowed(qtbot: QtBot, things: ToScan) -> None:
    window = window_of(things, [])
    qtbot.addWidget(window)
    thing, rows = next(iter(things.labels.items()))
    line = next(each for each in window.findChildren(QLineEdit) if f"only {thing}s" in each.placeholderText())
    line.setText(rows[0].code.lower())
    lists = window.findChildren(QListWidget)
    left = [each.item(at).text() for each in lists for at in range(each.count()) if not each.item(at).isHidden()]
    assert f"{rows[0].title}\n    {rows[0].note}" in left
    assert f"{rows[1].title}\n    {rows[1].note}" not in left


def test_each_fault_can_be_switched_on_and_a_fresh_morning_ends_them_all(qtbot: QtBot, things: ToScan) -> None:
    window = window_of(things, [])
    qtbot.addWidget(window)
    faults = [fault for server in things.faults.values() for fault in server]
    labels = {each.label for each in faults}
    boxes = [box for box in window.findChildren(QCheckBox) if box.text() in labels]
    buttons = [button for button in window.findChildren(QPushButton) if button.text() in labels]
    assert len(boxes) + len(buttons) == len(faults)
    for box in boxes:
        box.click()
        box.click()
    for button in buttons:
        button.click()
    assert sum(button.text() == "a fresh morning" for button in buttons) == len(things.faults)
    assert buttons[-1].text() == "a fresh morning"
