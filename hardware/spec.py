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
    """The meaning of a pause inside a scan. With EMIT, the scan has ended. With REJECT, the scan is broken."""

    EMIT = "emit"
    REJECT = "reject"


class SeveralLines(StrEnum):
    """The meaning of several lines that come together. With REFUSE, the lines are no code.

    With EACH, each line is a code.
    """

    REFUSE = "refuse"
    EACH = "each"  # for imagers that read a sheet of labels at once


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
    """The rule that says how long the repeats of a code are dropped."""

    FIXED = "fixed"  # for `ms` milliseconds after a read that gave a scan
    SLIDING = "sliding"  # until the code has not been read for `ms` milliseconds


class RepeatSpec(Struct, frozen=True):
    """The window of time in which repeats of a code are dropped. `ms` is its length in milliseconds."""

    mode: RepeatMode
    ms: int


DEFAULT_REPEATS: Mapping[Reads, RepeatSpec] = {
    Reads.FOBS: RepeatSpec(RepeatMode.SLIDING, 1500),
    Reads.ITEMS: RepeatSpec(RepeatMode.FIXED, 800),
    Reads.ANYTHING: RepeatSpec(RepeatMode.SLIDING, 1500),
}


class DeviceMatch(Struct, frozen=True):
    """The description of an input device. A device must fit each part that is not None.

    `name` and `phys` are patterns, in which `*` stands for any text. `path` can be a link to the node of the device.
    """

    vendor: int | None = None
    product: int | None = None
    name: str | None = None
    phys: str | None = None
    uniq: str | None = None
    path: str | None = None


class Example(Struct, frozen=True):
    """A raw read, and the code that the transform must make of this read."""

    given: str = field(name="in")  # the settings call it `in`, which is a keyword of Python
    out: str


class SpecProblem(Struct, frozen=True):
    """A mistake that staff must mend: a key of the `[[scanner]]` table, and a text that says what is wrong there."""

    key: str
    text: str


class ScannerSpec(Struct, frozen=True):
    """The settings of one reader, from one `[[scanner]]` table.

    `min_len` and `max_len` count the characters of the raw read, before `transform`. The comments name the driver
    or the framing that uses a field.
    """

    name: str
    reads: Reads = Reads.ANYTHING
    driver: Driver = Driver.EVDEV
    match: DeviceMatch = field(default_factory=DeviceMatch)  # evdev
    layout: str = "us"  # evdev
    gap_ms: int = 80  # evdev, and framing = "idle"
    on_gap: OnGap = OnGap.EMIT  # evdev
    line_gap_ms: int = 40  # evdev, and framing = "line": the silence that ends a read
    several_lines: SeveralLines = SeveralLines.REFUSE
    fkeys: Mapping[str, str] = field(default_factory=dict)  # evdev: the character of a function key, as {"F8": "GS"}
    keys: Mapping[str, KeyRole] = field(default_factory=dict)  # evdev: the meaning of a key, as {"ESC": ignore}
    etx_ends: bool = False  # evdev: True if Ctrl+C (ETX) ends a scan
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
