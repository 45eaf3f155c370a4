"""The scan window, which is the second window of the demo. A click in it scans a fob or a tool.

Other clicks unplug a reader, or let the made-up server make a mistake.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

_COMMANDS = ("CMD:FINISH", "CMD:CANCEL", "CMD:HELP", "CMD:LANGUAGE:fr", "CMD:LANGUAGE:en")
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
    """A switch in the scan window. Turning it on calls `act(True)`, and turning it off calls `act(False)`.

    If `once` is True, the scan window has a button instead of a switch. Each press of the button calls `act(True)`.
    """

    label: str
    act: Callable[[bool], None]
    once: bool = False
    on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToScan:
    """The things of one library that the user can click in the scan window.

    `fob` is the word for the thing that members hold to the reader: "fob" or "library card". The keys of `labels` are
    words for the things with labels, such as "tool". The keys of `faults` are the names of the servers. If a library
    has only one server, its name is an empty text.
    """

    fob: str
    fobs: Sequence[Scannable]
    labels: Mapping[str, Sequence[Scannable]]
    faults: Mapping[str, Sequence[Switch]]


class ScanWindow(QWidget):
    """The window with fobs, tools and switches. It is shown next to the window of the kiosk."""

    def __init__(
        self,
        things: ToScan,
        *,
        scan_fob: Callable[[str], None],
        scan_item: Callable[[str], None],
        plugs: Sequence[Switch],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Lending kiosk: scan here")
        layout = QGridLayout(self)
        layout.addWidget(_group(f"Hold a {things.fob} to the reader", _picker(things.fobs, scan_fob)), 0, 0)
        layout.addWidget(_labels(things.labels, scan_item), 0, 1, 2, 1)
        layout.addWidget(_group("Scan a command card", *(_card(code, scan_item) for code in _COMMANDS)), 1, 0)
        layout.addWidget(_group("Plugs", *(_switch(each) for each in plugs)), 2, 0)
        servers = {name or "The library's server": map(_switch, faults) for name, faults in things.faults.items()}
        layout.addWidget(_one_of(servers), 2, 1)
        self.resize(_WIDTH, _HEIGHT)

    def stand_beside(self, kiosk: QWidget) -> None:
        """Move the kiosk's window to the left edge of the screen, and put this window beside it.

        If the screen is too narrow for both windows, move nothing.
        """
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


def _one_of(groups: Mapping[str, Iterable[QWidget]]) -> QWidget:
    """Return a box with the widgets of the only group. If there are several groups, return one tab for each group."""
    boxes = {title: _group(title if len(groups) == 1 else "", *widgets) for title, widgets in groups.items()}
    if len(boxes) == 1:
        return next(iter(boxes.values()))
    tabs = QTabWidget()
    for title, box in boxes.items():
        tabs.addTab(box, title)
    return tabs


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


def _labels(labels: Mapping[str, Sequence[Scannable]], scan: Callable[[str], None]) -> QWidget:
    """Return one list for each kind of thing, and below them an entry line for any other code.

    Each list has its own entry line above it. If the user types a text there, the list shows only the rows with this
    text.
    """
    box, own_code = QWidget(), QLineEdit()
    own_code.setPlaceholderText("Any other code, then Enter")

    def typed() -> None:
        scan(own_code.text())
        own_code.clear()

    own_code.returnPressed.connect(typed)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    lists = {f"Scan a {thing}": _narrowed(thing, _picker(things, scan)) for thing, things in labels.items()}
    column.addWidget(_one_of(lists))
    for widget in (QLabel("A shop's code: 4006381333931"), own_code):
        column.addWidget(widget)
    return box


def _narrowed(thing: str, picker: QListWidget) -> tuple[QWidget, QWidget]:
    """Return an entry line and the list. The list shows only the rows with the text that is typed into the line."""
    filter_line = QLineEdit()
    filter_line.setPlaceholderText(f"Show only {thing}s with …")

    def narrow(text: str) -> None:
        for index in range(picker.count()):
            row = picker.item(index)
            row.setHidden(text.casefold() not in row.text().casefold())

    filter_line.textChanged.connect(narrow)
    return filter_line, picker


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
