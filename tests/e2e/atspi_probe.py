"""A program that reads the kiosk's window and presses its buttons from outside, as a screen reader does.

The program runs under the system's own Python, which has pyatspi. Each line on standard input is a request in JSON. The
program answers each request with one line of JSON on standard output. These are the requests and their answers:

{"do": "read"} -> [[role, name, text, [states]], ...], one row for each part of the window that is shown

{"do": "read all"} -> such rows also for the hidden parts and for the window itself. Each text also has the description,
the value and the attributes of the part. The lists of states are empty.

{"do": "press", "name": ...} -> true, or false if no button has this name

{"do": "press beginning", "name": ...} -> true, or false if the name of no button begins with these words

{"do": "type", "name": ..., "text": ...} -> true, or false if no field has this name

If a request fails, the answer is {"error": ...}.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # Debian's python3-pyatspi, outside the venv

APPLICATION = "Lending kiosk"
PRESSED = ("push button", "check box", "toggle button", "radio button", "button")
STATES = {
    pyatspi.STATE_ENABLED: "enabled",
    pyatspi.STATE_CHECKED: "checked",
    pyatspi.STATE_FOCUSED: "focused",
    pyatspi.STATE_FOCUSABLE: "focusable",
}


def showing(node: Any) -> bool:
    state = node.getState()
    return bool(state.contains(pyatspi.STATE_SHOWING) and state.contains(pyatspi.STATE_VISIBLE))


def text_of(node: Any) -> str:
    try:
        return str(node.queryText().getText(0, -1))
    except NotImplementedError:  # pyatspi raises this for a node without the text interface
        return ""


def value_of(node: Any) -> str:
    try:
        return str(node.queryValue().currentValue)
    except NotImplementedError:
        return ""


def walk(node: Any, depth: int = 0, *, hidden: bool = False) -> Iterator[Any]:
    if depth > 40:
        return
    for index in range(node.childCount):
        child = node.getChildAtIndex(index)
        if child is None or not (hidden or showing(child)):
            continue
        yield child
        yield from walk(child, depth + 1, hidden=hidden)


def applications() -> Iterator[Any]:
    desktop = pyatspi.Registry.getDesktop(0)
    for index in range(desktop.childCount):
        application = desktop.getChildAtIndex(index)
        if application is not None and application.name == APPLICATION:
            yield application


def windows() -> Iterator[Any]:
    for application in applications():
        for number in range(application.childCount):
            window = application.getChildAtIndex(number)
            if window is not None and window.name == APPLICATION:
                yield window


def nodes() -> Iterator[Any]:
    for window in windows():
        yield from walk(window)


def read() -> list[object]:
    rows: list[object] = []
    for node in nodes():
        state = node.getState()
        rows.append([node.getRoleName(), node.name, text_of(node), [w for s, w in STATES.items() if state.contains(s)]])
    return rows


def read_all() -> list[object]:
    rows: list[object] = []
    for application in applications():
        for node in walk(application, hidden=True):
            said = (text_of(node), node.description, value_of(node), *node.getAttributes())
            rows.append([node.getRoleName(), node.name, "\n".join(filter(None, said)), []])
    return rows


def press(name: str, *, whole: bool = True) -> bool:
    for node in nodes():
        if (node.name == name if whole else node.name.startswith(name)) and node.getRoleName() in (
            "push button",
            "check box",
            "toggle button",
            "radio button",
            "button",
        ):
            action = node.queryAction()
            for index in range(action.nActions):
                if action.getName(index).lower() in ("press", "toggle", "click"):
                    return bool(action.doAction(index))
    return False


def fill(name: str, text: str) -> bool:
    for node in nodes():
        if node.name == name and node.getRoleName() in ("text", "password text", "entry"):
            return bool(node.queryEditableText().setTextContents(text))
    return False


def answer(request: dict[str, str]) -> object:
    try:
        if request["do"] == "read":
            return read()
        if request["do"] == "read all":
            return read_all()
        if request["do"] == "press":
            return press(request["name"])
        if request["do"] == "press beginning":
            return press(request["name"], whole=False)
        return fill(request["name"], request["text"])
    except Exception as error:  # noqa: BLE001 - if the tree changes during the reading, D-Bus may raise any error
        return {"error": repr(error)}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
