"""The settings of one reader."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

MAX_SCAN_CHARS = 256


class Reads(StrEnum):
    """The kind of codes that a reader reads."""

    FOBS = "fobs"
    ITEMS = "items"
    ANYTHING = "anything"


class Driver(StrEnum):
    """The way in which a reader is connected."""

    EVDEV = "evdev"
    SERIAL = "serial"
    REPLAY = "replay"


class OnGap(StrEnum):
    """The meaning of a pause inside a scan: the scan has ended (EMIT) or is broken (REJECT)."""

    EMIT = "emit"
    REJECT = "reject"


class SeveralLines(StrEnum):
    """The meaning of several lines that come together: one read that is no code, or one code in each line."""

    REFUSE = "refuse"
    EACH = "each"  # for imagers that read a sheet of labels at once


class KeyRole(StrEnum):
    """The meaning of a key that types no character."""

    IGNORE = "ignore"
    END = "end"


class Parity(StrEnum):
    """The check bit of a serial line."""

    NONE = "none"
    EVEN = "even"
    ODD = "odd"
    MARK = "mark"
    SPACE = "space"


class RepeatMode(StrEnum):
    """The time for which repeats of a code are dropped."""

    FIXED = "fixed"  # for a time after the last read that counted
    SLIDING = "sliding"  # until the code has not been read for a time


class RepeatSpec(Struct, frozen=True):
    """The window in which repeats of a code are dropped."""

    mode: RepeatMode
    ms: int


DEFAULT_REPEATS: Mapping[Reads, RepeatSpec] = {
    Reads.FOBS: RepeatSpec(RepeatMode.SLIDING, 1500),
    Reads.ITEMS: RepeatSpec(RepeatMode.FIXED, 800),
    Reads.ANYTHING: RepeatSpec(RepeatMode.SLIDING, 1500),
}


class DeviceMatch(Struct, frozen=True):
    """The parts that an input device must fit, if they are given; `name` and `phys` are globs, `path` may be a link."""

    vendor: int | None = None
    product: int | None = None
    name: str | None = None
    phys: str | None = None
    uniq: str | None = None
    path: str | None = None


class Example(Struct, frozen=True):
    """A raw read and the code that it must become."""

    given: str = field(name="in")  # `in` is a keyword of Python
    out: str


class SpecProblem(Struct, frozen=True):
    """A mistake that staff must mend: the key inside the `[[scanner]]` table, and the trouble with it."""

    key: str
    text: str


class ScannerSpec(Struct, frozen=True):
    """One `[[scanner]]` table. Lengths count the characters of the raw read, before `transform`."""

    name: str
    reads: Reads = Reads.ANYTHING
    driver: Driver = Driver.EVDEV
    match: DeviceMatch = field(default_factory=DeviceMatch)  # evdev
    layout: str = "us"  # evdev
    gap_ms: int = 80  # evdev, and framing = "idle"
    on_gap: OnGap = OnGap.EMIT  # evdev
    line_gap_ms: int = 40  # evdev, and framing = "line": the silence after which a code is handed on
    several_lines: SeveralLines = SeveralLines.REFUSE
    fkeys: Mapping[str, str] = field(default_factory=dict)  # evdev: {"F8": "GS"}
    keys: Mapping[str, KeyRole] = field(default_factory=dict)  # evdev: {"ESC": ignore, "DOWN": end}
    etx_ends: bool = False  # evdev: Ctrl+C (ETX) ends a scan
    min_len: int = 1
    max_len: int = MAX_SCAN_CHARS
    port: str = ""  # serial: a device path or a pyserial URL
    baud: int = 9600  # serial
    bits: int = 8  # serial
    parity: Parity = Parity.NONE  # serial
    stop_bits: float = 1.0  # serial
    framing: str = "line"  # serial
    charset: str = "ascii"  # serial: ascii | utf-8 | latin-1
    transform: tuple[str, ...] = ()
    example: Example | None = None
    repeat: RepeatSpec | None = None
    file: str = ""  # replay

    @property
    def repeats(self) -> RepeatSpec:
        """Return the repeat window of the settings, or the default window for the kind of codes if none is set."""
        return self.repeat or DEFAULT_REPEATS[self.reads]
