"""A reader of the kiosk's window that also presses its buttons, from outside, as a screen reader does.

Each question about a part of the window goes through a bus to the kiosk and back. So the reader asks about all parts of
one depth at the same time. It asks only once for facts that never change.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.bus import Bus, Place, Question

APPLICATION = "Lending kiosk"
BUTTONS = ("push button", "check box", "toggle button", "radio button", "button")
FIELDS = ("text", "password text", "entry")
_A11Y = "org.a11y.atspi."
_LAUNCHER = Question(Place("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
_DESKTOP = Place("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_NOTHING = "/org/a11y/atspi/null"
_SHOWN = 1 << 25 | 1 << 30
"""The bits of the states SHOWING and VISIBLE."""
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """A text, button or field, as a screen reader gets it."""

    role: str
    """The role, if it was asked for."""
    name: str
    text: str


@dataclass(slots=True)
class _Node:
    place: Place
    name: str
    parts: "list[_Node]" = field(default_factory=list)

    def __iter__(self) -> "Iterator[_Node]":
        for part in self.parts:
            yield part
            yield from part


class ScreenReader:
    """A reader of the kiosk on the session bus with this address.

    The functions raise BusError if the window changes during the reading, or if there is no window.
    """

    def __init__(self, session_bus: str) -> None:
        self._session_bus = session_bus
        self._connection: Bus | None = None
        self._interfaces: dict[Place, tuple[str, ...]] = {}

    def close(self) -> None:
        """End the connection to the bus."""
        if self._connection is not None:
            self._connection.close()

    def read(self) -> list[Seen]:
        """Return all parts of the window that are shown now, with their names and texts."""
        found = self._shown()
        texts = self._texts([node.place for node in found])
        return [Seen("", node.name, text) for node, text in zip(found, texts, strict=True)]

    def read_all(self) -> list[Seen]:
        """Return all windows of the kiosk and all their parts, also the hidden ones.

        The text of each part also has the description, the value and the attributes of the part.
        """
        roots = self._applications()
        self._grow(roots, hidden=True)
        found = [node for root in roots for node in root]
        places = [node.place for node in found]
        told = zip(
            self._ask(places, "GetRoleName"),
            self._texts(places),
            self._facts(places, "Description"),
            self._values(places),
            self._ask(places, "GetAttributes"),
            strict=True,
        )
        return [
            Seen(role, node.name, "\n".join(filter(None, (*said, *(":".join(each) for each in more)))))
            for node, (role, *said, more) in zip(found, told, strict=True)
        ]

    def press(self, name: str, *, whole: bool = True) -> bool:
        """Press the first button with this name, or with a name that begins so. Return False if there is none."""
        for node in self._shown():
            if (node.name == name if whole else node.name.startswith(name)) and self._role(node.place) in BUTTONS:
                (count,) = self._facts([node.place], "NActions", of="Action")
                for index in range(count):
                    (action,) = self._ask([node.place], "GetName", index, of="Action")
                    if action.lower() in ("press", "toggle", "click"):
                        return bool(self._ask([node.place], "DoAction", index, of="Action")[0])
        return False

    def fill(self, name: str, text: str) -> bool:
        """Put this text into the first field with this name. Return False if there is none."""
        for node in self._shown():
            if node.name == name and self._role(node.place) in FIELDS:
                return bool(self._ask([node.place], "SetTextContents", text, of="EditableText")[0])
        return False

    # --- parts ---

    def _shown(self) -> list[_Node]:
        """Return all parts of the window that are shown now, each part before its own parts."""
        applications = [each.place for each in self._applications()]
        windows = self._with_its_name([place for those in self._below(applications) for place in those])
        self._grow(windows)
        return [node for window in windows for node in window]

    def _applications(self) -> list[_Node]:
        return self._with_its_name(self._below([_DESKTOP])[0])

    def _with_its_name(self, places: Sequence[Place]) -> list[_Node]:
        names = self._facts(places, "Name")
        return [_Node(place, name) for place, name in zip(places, names, strict=True) if name == APPLICATION]

    def _grow(self, level: list[_Node], *, hidden: bool = False) -> None:
        """Find all parts in these parts. If `hidden` is False, leave out the parts that are not shown."""
        for _depth in range(_DEEPEST):
            below = self._below([node.place for node in level])
            found = [(above, place) for above, those in zip(level, below, strict=True) for place in those]
            if not hidden:
                states = self._ask([place for _above, place in found], "GetState")
                found = [each for each, bits in zip(found, states, strict=True) if bits[0] & _SHOWN == _SHOWN]
            level = []
            names = self._facts([place for _above, place in found], "Name")
            for (above, place), name in zip(found, names, strict=True):
                level.append(_Node(place, name))
                above.parts.append(level[-1])

    def _below(self, places: Sequence[Place]) -> list[list[Place]]:
        """Return the parts of each of these parts."""
        answers = self._ask(places, "GetChildren")
        return [[Place(*each) for each in answer if each[1] != _NOTHING] for answer in answers]

    # --- facts of parts ---

    def _role(self, place: Place) -> str:
        return str(self._ask([place], "GetRoleName")[0])

    def _texts(self, places: Sequence[Place]) -> list[str]:
        return self._of_those_with("Text", places, lambda having: self._ask(having, "GetText", 0, -1, of="Text"))

    def _values(self, places: Sequence[Place]) -> list[str]:
        return self._of_those_with("Value", places, lambda having: self._facts(having, "CurrentValue", of="Value"))

    def _of_those_with(
        self, interface: str, places: Sequence[Place], asked: Callable[[Sequence[Place]], list[Any]]
    ) -> list[str]:
        """Return the answer of each of these parts, or "" for a part that has not got this interface."""
        new = [place for place in places if place not in self._interfaces]
        self._interfaces.update(zip(new, self._ask(new, "GetInterfaces"), strict=True))
        having = [place for place in places if _A11Y + interface in self._interfaces[place]]
        found = dict(zip(having, asked(having), strict=True))
        return [str(found.get(place, "")) for place in places]

    def _ask(self, places: Sequence[Place], method: str, *arguments: str | int, of: str = "Accessible") -> list[Any]:
        return self._bus().ask([Question(place, _A11Y + of, method, arguments) for place in places])

    def _facts(self, places: Sequence[Place], name: str, *, of: str = "Accessible") -> list[Any]:
        asked = ("org.freedesktop.DBus.Properties", "Get", (_A11Y + of, name))
        return self._bus().ask([Question(place, *asked) for place in places])

    def _bus(self) -> Bus:
        """Return the connection to the bus of the screen readers."""
        if self._connection is None:
            session = Bus(self._session_bus)
            try:
                (address,) = session.ask([_LAUNCHER])
            finally:
                session.close()
            self._connection = Bus(str(address))
        return self._connection
