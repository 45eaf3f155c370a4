"""The decoder that turns the key events of one device into texts. Enter, Tab or a pause ends a text.

The decoder reads no device and no clock. The caller calls `feed` with each event and its time, and `tick` if no event
comes. The decoder does not use the keyboard of the system. So the layout, Caps Lock and the shortcuts of the system
have no effect. If a barcode contains Alt+F4, only the scan of this barcode is lost.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum

from msgspec import Struct

from hardware.key_names import FUNCTION_KEYS, KEY_CODES, key_name
from hardware.layouts import LAYOUTS, US, Layout
from hardware.line_gap import LineGap
from hardware.scan import MisreadReason, ReadRefusal
from hardware.spec import MAX_SCAN_CHARS, KeyRole, OnGap, ScannerSpec
from hardware.steps import CONTROL_NAMES
from hardware.transform import drops_of

EV_SYN, EV_KEY = 0, 1
SYN_REPORT, SYN_DROPPED = 0, 3


class KeyValue(IntEnum):
    """The value of a key event. It says if the key went down, went up, or stays down."""

    UP = 0
    DOWN = 1
    REPEAT = 2  # the kernel repeats a key that stays down


class Mod(IntEnum):
    """The modifier keys. While a modifier key is down, other keys give other characters."""

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
_SILENT = _MODIFIERS | {CAPS_LOCK, NUM_LOCK}
END_KEYS: Mapping[int, str] = {28: "\r", 96: "\r", 15: "\t"}  # Enter, Enter of the key pad, and Tab end a code
_PAD_SIGNS: Mapping[int, str] = {55: "*", 74: "-", 78: "+", 83: ".", 98: "/", 117: "=", 121: ","}
_PAD_DIGITS = {code: str(digit) for digit, code in enumerate((82, 79, 80, 81, 75, 76, 77, 71, 72, 73))}
_NOT_IN_LAYOUT: Mapping[int, str] = {**END_KEYS, **_PAD_SIGNS, **_PAD_DIGITS}


class Typed(Struct, frozen=True):
    """The text that a reader typed before an end key or a pause."""

    text: str

    def __repr__(self) -> str:
        return f"Typed(<{len(self.text)} characters>)"


Decoded = Typed | ReadRefusal


def function_key_text(text: str) -> str:
    """Return the character that a function key gives. `text` is the value for this key in the setting `fkeys`.

    The value is a single character, or the name of a control character, such as GS. Raises KeyError for any other
    value.
    """
    return text if len(text) == 1 else CONTROL_NAMES[text]


def _says_something(line: Decoded) -> bool:
    return isinstance(line, ReadRefusal) or any(sign.isprintable() and not sign.isspace() for sign in line.text)


class KeyDecoder:
    """A decoder of the key events of one device."""

    def __init__(
        self,
        layout: Layout = US,
        *,
        gap_s: float = 0.08,
        on_gap: OnGap = OnGap.EMIT,
        line_gap: LineGap[Typed] | None = None,
        function_keys: Mapping[int, str] | None = None,
        roles: Mapping[int, KeyRole] | None = None,
        etx_ends: bool = False,
        drops: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._layout = layout
        self._gap_s = gap_s
        self._on_gap = on_gap
        self._special = {**_NOT_IN_LAYOUT, **(function_keys or {})}
        self._roles = roles or {}
        self._drops = drops
        self._ends = frozenset("\r\n\t\x03" if etx_ends else "\r\n\t")
        self._held: set[int] = set()  # the modifier keys that are down now; other keys are not remembered
        self._skipping = False  # True from SYN_DROPPED (the kernel has lost events) until the next SYN_REPORT
        self._gap = line_gap or LineGap(says_something=_says_something)
        self._pressed = 0.0  # the time when a key last went down
        self._moved = 0.0  # the time when a key last went down or up
        self._clear()

    @classmethod
    def of(cls, spec: ScannerSpec) -> "KeyDecoder":
        return cls(
            LAYOUTS[spec.layout],
            gap_s=spec.gap_ms / 1000,
            on_gap=spec.on_gap,
            line_gap=LineGap(spec.line_gap_ms / 1000, spec.several_lines, says_something=_says_something),
            function_keys={FUNCTION_KEYS[key]: function_key_text(text) for key, text in spec.fkeys.items()},
            roles={KEY_CODES[key]: role for key, role in spec.keys.items()},
            etx_ends=spec.etx_ends,
            drops=drops_of(spec.transform),
        )

    @property
    def pending(self) -> bool:
        """Return True if a read has begun and has not been returned to the caller."""
        return self._open or self._gap.pending

    @property
    def took_s(self) -> float:
        """Return how many seconds the last read took."""
        return self._gap.took_s

    def feed(self, at: float, kind: int, code: int, value: int) -> list[Decoded]:
        """Decode one event, and return the reads that have ended.

        `at` is the time of the event, in seconds on the device's clock.
        """
        decoded = self.tick(at)
        if kind == EV_SYN:
            self._on_report(at, code)
        elif kind == EV_KEY and not self._skipping and value in {KeyValue.UP, KeyValue.DOWN}:
            self._moved = at
            decoded += self._on_key(at, code, down=value == KeyValue.DOWN)
        return decoded

    def tick(self, at: float) -> list[Decoded]:
        """End the read if the silence since the last event is long enough. Return the reads that have ended.

        `at` is the present time, in seconds on the device's clock.
        """
        if not self._gap.is_over(at, self._since, self._open_s):
            return []
        self._skipping = False
        if self._open and self._on_gap is OnGap.REJECT:
            self._refuse_line(MisreadReason.GAP)
        return self._finish(at)

    def rest_s(self, at: float) -> float | None:
        """Return how many seconds after `at` the read ends if no event comes, or None if no read has begun."""
        return self._gap.rest_s(at, self._since, self._open_s) if self.pending else None

    def cut(self) -> list[Decoded]:
        """End the read because the device is gone.

        Return the read. If the last line of the read has no end, return a refusal instead.
        """
        if self._open:
            self._refuse_line(MisreadReason.UNPLUGGED)
        return self._finish(self._moved)

    @property
    def _open(self) -> bool:
        """Return True if the last line has begun but has not ended."""
        return bool(self._text or self._dead or self._refusal)

    @property
    def _open_s(self) -> float | None:
        return self._gap_s if self._open else None

    @property
    def _since(self) -> float:
        # In an incomplete line, the silence is counted from the newest event of any key (down or up). After a complete
        # line, the silence is counted from the newest event of a key that went down. The key that ended the line is
        # sometimes released late. This late release must not delay the end of the read.
        return self._moved if self._open else self._pressed

    def _clear(self) -> None:
        self._text: list[str] = []
        self._dead = ""  # an accent that will be combined with the next letter
        # Digits that were typed on the key pad while Alt was down; together they are the number of a character.
        self._alt_digits = ""
        self._refusal: ReadRefusal | None = None
        self._may_have_code = False  # True if this line will be refused and perhaps contains a part of a code
        self._caps = False  # True if Caps Lock is on for this device; Caps Lock of the system is ignored

    def _on_report(self, at: float, code: int) -> None:
        if code == SYN_DROPPED:
            self._moved = at
            self._skipping = True
            self._held.clear()
            self._refuse_line(MisreadReason.DROPPED)
        elif code == SYN_REPORT:
            self._skipping = False

    def _on_key(self, at: float, code: int, *, down: bool) -> list[Decoded]:
        if down:
            self._pressed = at
            self._gap.sign(at, types=code not in _SILENT and self._role(code) is not KeyRole.IGNORE)
        role = self._role(code)
        if code in _MODIFIERS:
            self._on_modifier(code, down=down)
        elif role is KeyRole.IGNORE:
            pass
        elif role is KeyRole.END:
            return self._end_line(at) if down else []
        elif down and code == CAPS_LOCK:
            self._caps = not self._caps
        elif down and code != NUM_LOCK:
            return self._on_press(at, code)
        return []

    def _role(self, code: int) -> KeyRole | None:
        """Return the role that the settings give to this key: the key is ignored, or it ends a code.

        Return None if the settings give no role to this key, or if Ctrl, Alt or Meta (the Windows key) is down.
        """
        return None if self._held & {Mod.LEFT_ALT, *_CTRLS, *_METAS} else self._roles.get(code)

    def _on_modifier(self, code: int, *, down: bool) -> None:
        if down:
            self._held.add(code)
            return
        self._held.discard(code)
        if code == Mod.LEFT_ALT and self._alt_digits:
            digits, self._alt_digits = self._alt_digits, ""
            self._add(_by_number(digits))

    def _on_press(self, at: float, code: int) -> list[Decoded]:
        if Mod.LEFT_ALT in self._held and code in _PAD_DIGITS:
            self._alt_digits = (self._alt_digits + _PAD_DIGITS[code])[-5:]
            return []
        character = self._character(code)
        if character in self._ends:
            return self._end_line(at)
        if character:
            self._add(character)
        else:
            self._refuse_line(MisreadReason.UNEXPECTED_KEY, key_name(code))
        return []

    def _character(self, code: int) -> str:
        """Return the character that this key gives together with the modifier keys that are down now.

        Return an empty text if the key gives no character.
        """
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
            return (key.both if self._held & _SHIFTS else "") or key.altgr
        return self._cased(key.shift if self._held & _SHIFTS else key.plain)

    def _cased(self, character: str) -> str:
        swapped = character.swapcase()
        return swapped if self._caps and len(swapped) == 1 else character

    def _control(self, code: int) -> str:
        for layout in (self._layout, US):
            key = layout.keys.get(code)
            sign = (key.shift if key and self._held & _SHIFTS else key.plain if key else "").upper()
            if len(sign) == 1 and "@" <= sign <= "_":
                return chr(ord(sign) & 0x1F)
        return ""

    def _add(self, character: str) -> None:
        if not character:  # no character has the number that was typed while Alt was down
            self._refuse_line(MisreadReason.UNEXPECTED_KEY)
        elif self._refusal:
            self._may_have_code = True
        elif len(self._text) >= MAX_SCAN_CHARS:
            self._refuse_line(MisreadReason.TOO_LONG)
        elif self._dead:
            accent, self._dead = self._dead, ""
            self._text.append(self._layout.compose(accent, character))
        elif character in self._layout.dead:
            self._dead = character
        else:
            self._text.append(character)

    def _refuse_line(self, reason: MisreadReason, hint: str = "") -> None:
        """Refuse this line. Drop its characters, and also the characters that come until the end of the line.

        If there are several reasons to refuse a line, the refusal gives the first reason.
        """
        self._refusal = self._refusal or ReadRefusal(reason, hint)
        self._may_have_code = self._may_have_code or bool(
            self._text or self._dead or reason is not MisreadReason.UNEXPECTED_KEY
        )
        self._text, self._dead, self._alt_digits = [], "", ""

    def _end_line(self, at: float) -> list[Decoded]:
        text, refusal, may_have_code = "".join(self._text) + self._dead, self._refusal, self._may_have_code
        self._clear()
        if refusal:
            # Some readers press one more key after the end of a code. This key does not count as a line.
            return self._gap.line(refusal, at) if may_have_code or not self._gap.pending else []
        return self._gap.line(Typed(text), at) if text and not self._drops(text) else []

    def _finish(self, at: float) -> list[Decoded]:
        return [*self._end_line(at), *self._gap.finish()]


def _by_number(digits: str) -> str:
    """Return the character that these digits give if they are typed while Alt is down.

    Return an empty text if there is no such character.

    For example, Alt + 0233 gives é, because é has the number 233 in code page 1252. Alt + 130 also gives é, because é
    has the number 130 in code page 437.
    """
    number = int(digits)
    if not 0 < number < 256:
        return ""
    return bytes([number]).decode("cp1252" if digits[0] == "0" else "cp437", errors="ignore")
