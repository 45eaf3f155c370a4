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
    """The meaning of a pause inside a scan. If the value is EMIT, the pause ends the scan.

    If the value is REJECT, the scan is refused.
    """

    EMIT = "emit"
    REJECT = "reject"


class SeveralLines(StrEnum):
    """The meaning of several lines that come together. If the value is REFUSE, the lines are refused and give no code.

    If the value is EACH, each line is a code.
    """

    REFUSE = "refuse"
    EACH = "each"  # for camera scanners that read all labels of a sheet at once


class KeyRole(StrEnum):
    """The meaning of a key that types no character."""

    IGNORE = "ignore"
    END = "end"


class Parity(StrEnum):
    """The parity bit of a serial line."""

    NONE = "none"
    EVEN = "even"
    ODD = "odd"
    MARK = "mark"
    SPACE = "space"


class RepeatMode(StrEnum):
    """The rule that decides for how long a repeated read of the same code is dropped."""

    FIXED = "fixed"  # `ms` milliseconds are counted from the read that gave a scan; a repeat changes nothing
    SLIDING = "sliding"  # `ms` milliseconds are counted from the last read of the code; each repeat begins a new count


class RepeatSpec(Struct, frozen=True):
    """The time in which repeated reads of the same code are dropped.

    `ms` is the length of this time in milliseconds.
    """

    mode: RepeatMode
    ms: int


DEFAULT_REPEATS: Mapping[Reads, RepeatSpec] = {
    Reads.FOBS: RepeatSpec(RepeatMode.SLIDING, 1500),
    Reads.ITEMS: RepeatSpec(RepeatMode.FIXED, 800),
    Reads.ANYTHING: RepeatSpec(RepeatMode.SLIDING, 1500),
}


class DeviceMatch(Struct, frozen=True):
    """The description of an input device. A device fits if it has all properties that are given here.

    A property that is None is not given, so it can have any value. `name` and `phys` are patterns, in which `*` stands
    for any text. `path` can be a link to the node of the device.
    """

    vendor: int | None = None
    product: int | None = None
    name: str | None = None
    phys: str | None = None
    uniq: str | None = None
    path: str | None = None


class Example(Struct, frozen=True):
    """An example in the settings.

    `given` is a raw read, and `out` is the code that the transform must make from this read.
    """

    given: str = field(name="in")  # the settings call it `in`, which is a keyword of Python
    out: str


class SpecProblem(Struct, frozen=True):
    """A mistake in the settings that staff must correct.

    `key` is a key of the `[[scanner]]` table. `text` says what is wrong with this key.
    """

    key: str
    text: str


class ScannerSpec(Struct, frozen=True):
    """The settings of one reader, from one `[[scanner]]` table.

    `min_len` and `max_len` are for the length of the raw read, before `transform` changes it. If only one driver or one
    framing uses a field, a comment at the field says so.
    """

    name: str
    reads: Reads = Reads.ANYTHING
    driver: Driver = Driver.EVDEV
    match: DeviceMatch = field(default_factory=DeviceMatch)  # only for the driver evdev
    layout: str = "us"  # only for the driver evdev
    gap_ms: int = 80  # only for evdev, and for framing = "idle": the pause that ends a code
    on_gap: OnGap = OnGap.EMIT  # only for the driver evdev
    line_gap_ms: int = 40  # only for evdev, and for framing = "line": the silence that ends a read
    several_lines: SeveralLines = SeveralLines.REFUSE
    fkeys: Mapping[str, str] = field(default_factory=dict)  # only for evdev: a character for a key, as in {"F8": "GS"}
    keys: Mapping[str, KeyRole] = field(default_factory=dict)  # only for evdev: a role for a key, as in {"ESC": ignore}
    etx_ends: bool = False  # only for evdev: True if Ctrl+C (ETX) ends a scan
    min_len: int = 1
    max_len: int = MAX_SCAN_CHARS
    port: str = ""  # only for the driver serial: a device path or a pyserial URL
    baud: int = 9600  # only for the driver serial
    bits: int = 8  # only for the driver serial
    parity: Parity = Parity.NONE  # only for the driver serial
    stop_bits: float = 1.0  # only for the driver serial
    framing: str = "line"  # only for the driver serial
    charset: str = "ascii"  # only for the driver serial: ascii | utf-8 | latin-1
    transform: tuple[str, ...] = ()
    example: Example | None = None
    repeat: RepeatSpec | None = None
    file: str = ""  # only for the driver replay: the recording

    @property
    def repeats(self) -> RepeatSpec:
        """Return the time in which repeats are dropped.

        If the settings do not set this time, return the default for the kind of codes that the reader reads.
        """
        return self.repeat or DEFAULT_REPEATS[self.reads]
