"""Key events become text. Pure: `feed` each event with its own time, `tick` when nothing comes; one decoder per device.

Key codes are decoded here and not by the system's keyboard, so that its layout, its Caps Lock and its shortcuts do not
matter, and a barcode that types Alt+F4 does nothing but spoil its own scan.
"""

from collections.abc import Mapping
from enum import IntEnum

from msgspec import Struct

from hardware.layouts import LAYOUTS, US, Layout
from hardware.scan import MisreadReason, Refusal
from hardware.spec import MAX_SCAN_CHARS, OnGap, ScannerSpec
from hardware.text_steps import CONTROL_NAMES

EV_SYN, EV_KEY = 0, 1
SYN_REPORT, SYN_DROPPED = 0, 3


class KeyValue(IntEnum):
    UP = 0
    DOWN = 1
    REPEAT = 2  # the kernel's own auto-repeat of a key that is down


class Mod(IntEnum):
    LEFT_CTRL = 29
    LEFT_SHIFT = 42
    RIGHT_SHIFT = 54
    LEFT_ALT = 56
    RIGHT_CTRL = 97
    ALTGR = 100
    LEFT_META = 125
    RIGHT_META = 126


_SHIFTS, _CTRLS = {Mod.LEFT_SHIFT, Mod.RIGHT_SHIFT}, {Mod.LEFT_CTRL, Mod.RIGHT_CTRL}
_METAS = {Mod.LEFT_META, Mod.RIGHT_META}
_MODIFIERS: frozenset[int] = frozenset(Mod)
CAPS_LOCK, NUM_LOCK = 58, 69
_ENDS_AND_PAD: Mapping[int, str] = {
    28: "\r",
    96: "\r",
    15: "\t",
    55: "*",
    74: "-",
    78: "+",
    83: ".",
    98: "/",
    117: "=",
    121: ",",
}
_PAD_DIGITS: Mapping[int, str] = {
    82: "0",
    79: "1",
    80: "2",
    81: "3",
    75: "4",
    76: "5",
    77: "6",
    71: "7",
    72: "8",
    73: "9",
}
_NOT_IN_LAYOUT: Mapping[int, str] = {**_ENDS_AND_PAD, **_PAD_DIGITS}
FUNCTION_KEYS: Mapping[str, int] = {
    f"F{n}": code for n, code in enumerate((*range(59, 69), 87, 88, *range(183, 195)), start=1)
}


class Typed(Struct, frozen=True):
    """What was typed up to an end or a pause."""

    text: str

    def __repr__(self) -> str:
        return f"Typed(<{len(self.text)} characters>)"


Decoded = Typed | Refusal


def function_key_text(text: str) -> str:
    """What an `fkeys` entry stands for: a control character by name (GS), or one character. KeyError if neither."""
    return text if len(text) == 1 else CONTROL_NAMES[text]


class KeyDecoder:
    def __init__(
        self,
        layout: Layout = US,
        *,
        gap_s: float = 0.08,
        on_gap: OnGap = OnGap.EMIT,
        function_keys: Mapping[int, str] | None = None,
        etx_ends: bool = False,
    ) -> None:
        self._layout = layout
        self._gap_s = gap_s
        self._on_gap = on_gap
        self._special = {**_NOT_IN_LAYOUT, **(function_keys or {})}
        self._ends = frozenset("\r\n\t\x03" if etx_ends else "\r\n\t")
        self._held: set[int] = set()  # modifiers only
        self._skipping = False  # after SYN_DROPPED, up to the end of that report
        self._last = 0.0
        self._clear()

    @classmethod
    def of(cls, spec: ScannerSpec) -> "KeyDecoder":
        return cls(
            LAYOUTS[spec.layout],
            gap_s=spec.gap_ms / 1000,
            on_gap=spec.on_gap,
            function_keys={FUNCTION_KEYS[key]: function_key_text(text) for key, text in spec.fkeys.items()},
            etx_ends=spec.etx_ends,
        )

    @property
    def pending(self) -> bool:
        """Whether a scan has begun and not ended."""
        return bool(self._text or self._dead or self._spoilt)

    def feed(self, at: float, kind: int, code: int, value: int) -> list[Decoded]:
        """One event of the device, `at` seconds on the device's clock."""
        decoded = self.tick(at)
        if kind == EV_SYN:
            self._on_report(at, code)
        elif kind == EV_KEY and not self._skipping and value in {KeyValue.UP, KeyValue.DOWN}:
            self._last = at
            decoded += self._on_key(code, down=value == KeyValue.DOWN)
        return decoded

    def tick(self, at: float) -> list[Decoded]:
        """The time now, on the device's clock: a scan that has paused for the gap ends here."""
        if at - self._last <= self._gap_s:
            return []
        self._skipping = False
        if self.pending and self._on_gap is OnGap.REJECT:
            self._spoil(MisreadReason.GAP)
        return self._finish()

    def _clear(self) -> None:
        self._text: list[str] = []
        self._dead = ""  # an accent that waits for its letter
        self._alt_digits = ""  # Alt + digits of the key pad: a character by number
        self._spoilt: MisreadReason | None = None
        self._caps = False  # the device's own Caps Lock; never the system's

    def _on_report(self, at: float, code: int) -> None:
        if code == SYN_DROPPED:
            self._last = at
            self._skipping = True
            self._held.clear()
            self._spoil(MisreadReason.DROPPED)
        elif code == SYN_REPORT:
            self._skipping = False

    def _on_key(self, code: int, *, down: bool) -> list[Decoded]:
        if code in _MODIFIERS:
            self._on_modifier(code, down=down)
        elif down and code == CAPS_LOCK:
            self._caps = not self._caps
        elif down and code != NUM_LOCK:
            return self._on_press(code)
        return []

    def _on_modifier(self, code: int, *, down: bool) -> None:
        if down:
            self._held.add(code)
            return
        self._held.discard(code)
        if code == Mod.LEFT_ALT and self._alt_digits:
            digits, self._alt_digits = self._alt_digits, ""
            self._add(_by_number(digits))

    def _on_press(self, code: int) -> list[Decoded]:
        if Mod.LEFT_ALT in self._held and code in _PAD_DIGITS:
            self._alt_digits = (self._alt_digits + _PAD_DIGITS[code])[-5:]
            return []
        character = self._character(code)
        if character in self._ends:
            return self._finish()
        self._add(character)
        return []

    def _character(self, code: int) -> str:
        """The character that this key gives now; empty where it gives none."""
        if self._held & {Mod.LEFT_ALT, *_METAS}:
            return ""
        if self._held & _CTRLS:
            return self._control(code)
        if code in self._special:
            return self._special[code]
        key = self._layout.keys.get(code)
        if key is None:
            return ""
        if Mod.ALTGR in self._held:
            return key.altgr
        return self._cased(key.shift if self._held & _SHIFTS else key.plain)

    def _cased(self, character: str) -> str:
        swapped = character.swapcase()
        return swapped if self._caps and len(swapped) == 1 else character

    def _control(self, code: int) -> str:
        for layout in (self._layout, US):
            key = layout.keys.get(code)
            if key and "@" <= key.plain.upper() <= "_":
                return chr(ord(key.plain.upper()) & 0x1F)
        return ""

    def _add(self, character: str) -> None:
        if not character:
            self._spoil(MisreadReason.UNEXPECTED_KEY)
        elif self._spoilt:
            return
        elif len(self._text) >= MAX_SCAN_CHARS:
            self._spoil(MisreadReason.TOO_LONG)
        elif self._dead:
            accent, self._dead = self._dead, ""
            self._text.append(self._layout.compose(accent, character))
        elif character in self._layout.dead:
            self._dead = character
        else:
            self._text.append(character)

    def _spoil(self, reason: MisreadReason) -> None:
        """The rest of this scan is heard out and thrown away; the first reason counts."""
        self._spoilt = self._spoilt or reason
        self._text, self._dead, self._alt_digits = [], "", ""

    def _finish(self) -> list[Decoded]:
        text, spoilt = "".join(self._text) + self._dead, self._spoilt
        self._clear()
        if spoilt:
            return [Refusal(spoilt)]
        return [Typed(text)] if text else []


def _by_number(digits: str) -> str:
    """Alt + 0233 is é by Windows-1252, Alt + 130 is é by code page 437; empty for no such character."""
    number = int(digits)
    if not 0 < number < 256:
        return ""
    return bytes([number]).decode("cp1252" if digits[0] == "0" else "cp437", errors="ignore")
