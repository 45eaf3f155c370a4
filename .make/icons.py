"""A script that rewrites the paths in assets/icons/*.svg, so that they use only the commands M, L, C and Z.

Run `python .make/icons.py` after an icon was added or changed. This is necessary because the kiosk
(`kiosk/ui/icons.py`) can read only these four commands. The new paths have only absolute commands. In SVG, the letter
of a repeated command can be left out, but the new paths always have this letter. Arcs and quadratic curves become cubic
curves. The points of the picture move by less than a thousandth of a unit. If the script runs a second time, it changes
nothing.
"""

import cmath
import math
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ICONS = Path(__file__).parents[1] / "assets" / "icons"
PATH = re.compile(r'(?<= d=")[^"]*')
COMMAND, FLAG = re.compile(r"[\s,]*([A-Za-z])"), re.compile(r"[\s,]*([01])")
NUMBER = re.compile(r"[\s,]*([-+]?(?:\d+\.?\d*|\.\d+))")
COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
FLAGS = (3, 4)
"""The places of the two flags among the seven numbers of an arc. The first number has the place 0.

A flag is 0 or 1. In SVG, no space is needed after a flag. For example, "0 014.2" means "0 0 1 4.2".
"""


def commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command of a path with its numbers.

    Raises ValueError if the path has an unknown command, or if a command has too few numbers.
    """
    at, command = 0, ""
    while path[at:].strip(" ,\n"):
        if found := COMMAND.match(path, at):
            command, at = found[1], found.end()
        if command.upper() not in COUNTS:
            raise ValueError(f"no known command at {path[at:]!r}")
        numbers = []
        for place in range(COUNTS[command.upper()]):
            form = FLAG if command.upper() == "A" and place in FLAGS else NUMBER
            if (found := form.match(path, at)) is None:
                raise ValueError(f"no number at {path[at:]!r}")
            numbers.append(float(found[1]))
            at = found.end()
        yield command, numbers
        command = {"M": "L", "m": "l", "Z": "", "z": ""}.get(command, command)


class Pen:
    """A pen that gets the commands of an old path, and writes the new path to `drawn`.

    Points are complex numbers. The numbers of a command with a small letter are distances from the point where the pen
    is now.
    """

    def __init__(self) -> None:
        self.drawn = ""
        self._at = self._start = 0j
        self._pull: complex | None = None

    def draw(self, command: str, numbers: list[float]) -> None:
        """Move the pen as this SVG command says, and write the command in its new form."""
        origin = self._at if command.islower() else 0j
        points = [origin + complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
        before, self._pull = self._pull, None
        match command.upper():
            case "M":
                self._start = points[0]
                self._write("M", *points)
            case "L":
                self._write("L", *points)
            case "H":
                self._write("L", complex(origin.real + numbers[0], self._at.imag))
            case "V":
                self._write("L", complex(self._at.real, origin.imag + numbers[0]))
            case "C":
                self._curve(*points)
            case "S":
                self._curve(self._at if before is None else 2 * self._at - before, *points)
            case "Q":
                pull, end = points
                self._write("C", self._at + (pull - self._at) * 2 / 3, end + (pull - end) * 2 / 3, end)
            case "A":
                self._arc(numbers, origin + complex(numbers[5], numbers[6]))
            case "Z":
                self.drawn += "Z"
                self._at = self._start

    def _write(self, command: str, *points: complex) -> None:
        self.drawn += command + " ".join(f"{number(point.real)} {number(point.imag)}" for point in points)
        self._at = points[-1]

    def _curve(self, *points: complex) -> None:
        self._write("C", *points)
        self._pull = points[1]

    def _arc(self, numbers: list[float], end: complex) -> None:
        """Draw an arc as cubic curves, by the formulas in appendix F.6.5 of SVG 1.1.

        Raises ValueError if the arc belongs to an ellipse that is rotated.
        """
        rx, ry, turned, large, sweep = numbers[:5]
        if turned and rx != ry:
            raise ValueError("a turned ellipse")
        first, last = complex(self._at.real / rx, self._at.imag / ry), complex(end.real / rx, end.imag / ry)
        # If no ellipse with these radii goes through both ends of the arc, make the radii longer.
        grow = max(1.0, abs(last - first) / 2)
        rx, ry, first, last = rx * grow, ry * grow, first / grow, last / grow
        half = (last - first) / 2
        away = 1j * half / abs(half) * math.sqrt(max(0.0, 1 - abs(half) ** 2))
        centre = first + half + (away if large != sweep else -away)
        angle = cmath.phase(first - centre)
        span = (cmath.phase(last - centre) - angle) % math.tau - (0 if sweep else math.tau)
        for begin, stop in pairwise(quarters(angle, angle + span)):
            reach = 1j * 4 / 3 * math.tan((stop - begin) / 4)
            one, two = cmath.rect(1, begin), cmath.rect(1, stop)
            curve = (centre + one * (1 + reach), centre + two * (1 - reach), centre + two)
            self._write("C", *(complex(point.real * rx, point.imag * ry) for point in curve))
        self._at = end


def quarters(first: float, last: float) -> list[float]:
    """Return the angles, in radians, at which an arc is cut into curves.

    The angles are `first`, `last`, and all multiples of a right angle between `first` and `last`. Qt cuts an arc at the
    same angles.
    """
    low, high = sorted((first, last))
    turns = range(math.floor(low * 2 / math.pi), math.ceil(high * 2 / math.pi) + 1)
    right = (turn * math.pi / 2 for turn in turns)
    angles = [low, *(angle for angle in right if low + 1e-6 < angle < high - 1e-6), high]
    return angles if first < last else angles[::-1]


def number(value: float) -> str:
    """Return the number as a text with at most three decimal places."""
    return f"{round(value, 3) or 0.0:g}"


def normal(path: str) -> str:
    """Return the same path with only the absolute commands M, L, C and Z."""
    pen = Pen()
    for command, numbers in commands(path):
        pen.draw(command, numbers)
    return pen.drawn


def main() -> int:
    """Rewrite every icon whose paths do not have the new form yet, and return the exit code."""
    for file in sorted(ICONS.glob("*.svg")):
        before = file.read_text(encoding="utf-8")
        after = PATH.sub(lambda found: normal(found[0]), before)
        if after != before:
            file.write_text(after, encoding="utf-8")
            print(f"rewritten: {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
