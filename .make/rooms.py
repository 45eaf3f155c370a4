"""A script that draws the map in CONTRIBUTING.md, which shows the imports between rooms. `make map` runs it.

Each package and each module directly in kiosk/ is a room. The package hardware/ is one room, too. With the option
`--check`, the script writes nothing. Its exit code is then 1 if the map does not show the present imports.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "CONTRIBUTING.md"
BEGIN = "<!-- map: drawn by .make/rooms.py -->"
END = "<!-- end of the map -->"
AGAIN = "make map"

Arrows = Mapping[str, frozenset[str]]
"""A table that gives, for each room, the rooms that this room imports."""


def room_of(parts: list[str]) -> str:
    """Return the room of the module whose dotted name has these parts, or an empty text if it is in no room."""
    if parts[0] == "kiosk" and len(parts) > 1:
        return parts[1]
    return parts[0] if parts[0] == "hardware" else ""


def arrows(root: Path) -> Arrows:
    """Return the imports between rooms, including imports inside functions."""
    found: dict[str, set[str]] = {}
    for file in sorted(path for top in ("kiosk", "hardware") for path in (root / top).rglob("*.py")):
        parts = list(file.relative_to(root).with_suffix("").parts)
        if room := room_of([part for part in parts if part != "__init__"]):
            others = {room_of(name.split(".")) for name in _imported(ast.parse(file.read_text(encoding="utf-8")))}
            found.setdefault(room, set()).update(others - {room, ""})
    return {room: frozenset(others & found.keys()) for room, others in found.items()}


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def below(room: str, of: Arrows) -> frozenset[str]:
    """Return all rooms that this room imports, directly or through other rooms."""
    seen: set[str] = set()
    left = [room]
    while left:
        left += (new := of[left.pop()] - seen)
        seen |= new
    return frozenset(seen)


def needed(of: Arrows) -> Arrows:
    """Return the arrows that the map shows. Nobody could read a map with all arrows.

    Leave out the arrow from one room to another room if a chain of other arrows also leads from the first room to the
    second.
    """
    return {
        room: frozenset(other for other in others if not any(other in below(way, of) for way in others - {other}))
        for room, others in of.items()
    }


def from_the_top(of: Arrows) -> list[str]:
    """Return the rooms in the order of the map. Each room comes before all rooms that it imports."""
    return sorted(of, key=lambda room: (-len(below(room, of)), room))


def drawn(of: Arrows) -> str:
    """Return the text of the map: a picture in the language Mermaid, then a table of the rooms and their imports."""
    order, few = from_the_top(of), needed(of)
    width = max(len(room) for room in order)
    picture = [f"    {room} --> {other}" for room in order for other in _in(order, few[room])]
    table = [f"{room:<{width}}  {' '.join(_in(order, of[room])) or '-'}" for room in order]
    return "\n".join(["```mermaid", "flowchart TD", *picture, "```", "", "```text", *table, "```"])


def _in(order: list[str], rooms: Iterable[str]) -> list[str]:
    return sorted(rooms, key=order.index)


def redrawn(page: str, of: Arrows) -> str:
    """Return the page with a new map between the two marks BEGIN and END. Raises ValueError if a mark is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"CONTRIBUTING.md needs the two lines {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n{drawn(of)}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Draw the map, or check the map if the option `--check` is given, and return the exit code."""
    page = PAGE.read_text(encoding="utf-8")
    new = redrawn(page, arrows(ROOT))
    if new == page:
        return 0
    if "--check" in arguments:
        print(f"The map in CONTRIBUTING.md does not show the imports. This draws it again: {AGAIN}", file=sys.stderr)
        return 1
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
