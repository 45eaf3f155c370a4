"""The scan window, which is the second window of the demo. A click in it scans a fob or a tool.

Other clicks unplug a reader, or let the made-up server make a mistake.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_CODE = Qt.ItemDataRole.UserRole
_WIDTH, _HEIGHT, _LEAST_WIDTH = 760, 820, 560


@dataclass(frozen=True, slots=True)
class Scannable:
    """A fob or a tool in the scan window. A click scans its `code`. `note` can have several lines."""

    code: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch in the scan window. If the user turns the switch on, it calls `act(True)`.

    If the user turns the switch off, it calls `act(False)`. If `once` is True, the scan window has a button instead
    of a switch. Each press of the button calls `act(True)`.
    """

    label: str
    act: Callable[[bool], None]
    once: bool = False
    on: bool = False


class ScanWindow(QWidget):
    """The window with fobs, tools and switches, next to the window of the kiosk.

    `fob` is the word for the thing that members hold to the reader.
    """

    def __init__(
        self,
        *,
        fob: str,
        fobs: Sequence[Scannable],
        tools: Sequence[Scannable],
        cards: Sequence[str],
        scan_fob: Callable[[str], None],
        scan_item: Callable[[str], None],
        plugs: Sequence[Switch],
        faults: Sequence[Switch],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Lending kiosk: scan here")
        layout = QGridLayout(self)
        layout.addWidget(_group(f"Hold a {fob} to the reader", _picker(fobs, scan_fob)), 0, 0)
        layout.addWidget(_group("Scan a tool", _tools(tools, scan_item)), 0, 1, 2, 1)
        layout.addWidget(_group("Scan a command card", *(_card(code, scan_item) for code in cards)), 1, 0)
        layout.addWidget(_group("Plugs", *(_switch(each) for each in plugs)), 2, 0)
        layout.addWidget(_group("The library's server", *(_switch(each) for each in faults)), 2, 1)
        self.resize(_WIDTH, _HEIGHT)

    def stand_beside(self, kiosk: QWidget) -> None:
        """Move the kiosk's window to the left, and this window beside it. If the screen is too narrow, move nothing."""
        screen = kiosk.screen().availableGeometry()
        room = screen.width() - kiosk.width()
        if room >= _LEAST_WIDTH:
            kiosk.move(screen.topLeft())
            self.resize(min(_WIDTH, room), min(_HEIGHT, screen.height()))
            self.move(screen.left() + kiosk.width(), screen.top())


def _group(title: str, *widgets: QWidget) -> QGroupBox:
    box = QGroupBox(title)
    column = QVBoxLayout(box)
    for widget in widgets:
        column.addWidget(widget)
    return box


def _picker(things: Sequence[Scannable], scan: Callable[[str], None]) -> QListWidget:
    found = QListWidget()
    found.setAccessibleName("things to scan")
    for thing in things:
        row = QListWidgetItem(f"{thing.title}\n    {thing.note}")
        row.setData(_CODE, thing.code)
        found.addItem(row)

    def clicked(row: QListWidgetItem) -> None:
        scan(str(row.data(_CODE)))

    found.itemClicked.connect(clicked)
    return found


def _tools(tools: Sequence[Scannable], scan: Callable[[str], None]) -> QWidget:
    box, filter_line, own_code = QWidget(), QLineEdit(), QLineEdit()
    picker = _picker(tools, scan)
    filter_line.setPlaceholderText("Show only tools with …")
    own_code.setPlaceholderText("Any other code, then Enter")

    def narrow(text: str) -> None:
        for index in range(picker.count()):
            row = picker.item(index)
            row.setHidden(text.casefold() not in row.text().casefold())

    def typed() -> None:
        scan(own_code.text())
        own_code.clear()

    filter_line.textChanged.connect(narrow)
    own_code.returnPressed.connect(typed)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    for widget in (filter_line, picker, QLabel("A shop's code: 4006381333931"), own_code):
        column.addWidget(widget)
    return box


def _card(code: str, scan: Callable[[str], None]) -> QPushButton:
    button = QPushButton(code)
    button.clicked.connect(lambda: scan(code))
    return button


def _switch(switch: Switch) -> QWidget:
    if switch.once:
        button = QPushButton(switch.label)
        button.clicked.connect(lambda: switch.act(True))
        return button
    box = QCheckBox(switch.label)
    box.setChecked(switch.on)
    box.toggled.connect(switch.act)
    return box
