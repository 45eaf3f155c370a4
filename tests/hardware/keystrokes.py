"""Scripts of key events for tests: `type_text("Ab-1") + tap(ENTER)`.

By default, a key is pressed or released every two milliseconds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from hardware.key_decoder import EV_KEY, EV_SYN, SYN_DROPPED, SYN_REPORT, Mod
from hardware.layouts import LAYOUTS

ENTER, PAD_ENTER, TAB, ESC, DELETE, CAPS, NUM, F4, F8 = 28, 96, 15, 1, 111, 58, 69, 62, 66
PAD = {"0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73}
MSC, MSC_SCAN = 4, 4
BETWEEN_S = 0.25  # seconds from the end of a code to the next code. Fast readers and people need at least this time.


@dataclass(frozen=True, slots=True)
class Step:
    """One key event, and the seconds to wait before it."""

    wait_s: float
    kind: int
    code: int
    value: int


Script = list[Step]


def key(code: int, value: int, wait_s: float = 0.002) -> Script:
    return [Step(wait_s, EV_KEY, code, value)]


def report() -> Script:
    return [Step(0, EV_SYN, SYN_REPORT, 0)]


def down(code: int) -> Script:
    return key(code, 1) + report()


def up(code: int) -> Script:
    return key(code, 0) + report()


def tap(code: int) -> Script:
    return down(code) + up(code)


def dropped() -> Script:
    return [Step(0.002, EV_SYN, SYN_DROPPED, 0)]


def pause(seconds: float) -> Script:
    """Return a script that waits for these seconds. Its only event is a scan code, which decoders ignore."""
    return [Step(seconds, MSC, MSC_SCAN, 0)]


def held(modifier: int, inside: Script) -> Script:
    return down(modifier) + inside + up(modifier)


@cache
def strokes(name: str) -> dict[str, Script]:
    """Return a table with the script that types each character of the layout with this name."""
    layout = LAYOUTS[name]
    ways = [
        (character, script)
        for code, on in layout.keys.items()
        for character, script in (
            (on.both, held(Mod.RIGHT_SHIFT, held(Mod.ALTGR, tap(code)))),
            (on.altgr, held(Mod.ALTGR, tap(code))),
            (on.shift, held(Mod.LEFT_SHIFT, tap(code))),
            (on.plain, tap(code)),
        )
    ]
    return {**{character: script for character, script in ways if character}, " ": tap(57)}


def type_text(text: str, layout: str = "us") -> Script:
    how = strokes(layout)
    return [step for character in text for step in how[character]]


def line(text: str) -> Script:
    return type_text(text) + tap(ENTER)


def timed(script: Iterable[Step], start: float = 1000.0) -> Iterator[tuple[float, int, int, int]]:
    """Yield the events with absolute times in seconds, as a device sends them."""
    at = start
    for step in script:
        at += step.wait_s
        yield at, step.kind, step.code, step.value
