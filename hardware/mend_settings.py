"""A search for a setting with which a misread becomes a scan. It decodes the data of the read with each likely setting.

The search does not open a device and does not change the settings file.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from hardware.key_decoder import EV_KEY, KeyValue
from hardware.key_names import key_name
from hardware.recording import Raw, RawBytes, RawKey
from hardware.replay_reader import Decoding
from hardware.scan import Scan
from hardware.scan_or_misread import Pipeline
from hardware.spec import KeyRole, Parity, ScannerSpec

if TYPE_CHECKING:
    from dataclasses import replace  # only with this `replace` can a type checker check the names of the fields
else:
    from msgspec.structs import replace


class Mend(Struct, frozen=True):
    """A change of the settings with which a misread becomes a scan.

    `lines` are new lines for the [[scanner]] table. `code` is the code that the read gives with these lines.
    """

    lines: tuple[str, ...]
    code: str
    spec: ScannerSpec

    def __repr__(self) -> str:
        return f"Mend(lines={self.lines!r})"


def mend(sent: Sequence[Raw], spec: ScannerSpec) -> Mend | None:
    """Return the first change with which the data of the reader give exactly one code.

    Return None if no change does this.
    """
    for lines, changed in _changes(sent, spec):
        decoding, pipeline = Decoding(changed), Pipeline(changed)
        reads = [read for raw in sent for read in decoding.feed(raw)] + decoding.end()
        told = [pipeline.take(read, 0.0) for read in reads]
        codes = {event.code for event in told if isinstance(event, Scan)}
        if len(codes) == 1 and all(event is None or isinstance(event, Scan) for event in told):
            return Mend(lines, codes.pop(), changed)
    return None


_DROP = 'transform = ["drop_control", ...]   # before its other steps'
_DROP_FF = 'transform = ["replace(ÿ,)", ...]   # before its other steps'


def _changes(sent: Sequence[Raw], spec: ScannerSpec) -> Iterator[tuple[tuple[str, ...], ScannerSpec]]:
    """Return all changes of the settings that can help. The likeliest change comes first."""
    data = b"".join(raw.data for raw in sent if isinstance(raw, RawBytes))
    likely = [*_of_bits(data, spec), *_of_keys(sent, spec), (('charset = "utf-8"',), replace(spec, charset="utf-8"))]
    yield from likely
    yield (_DROP,), _dropping(spec)
    for lines, changed in likely:
        yield (*lines, _DROP), _dropping(changed)
    latin = replace(spec, charset="latin-1")
    if b"\xff" in data:  # some serial lines send this byte between two codes
        yield ('charset = "latin-1"', _DROP_FF), replace(latin, transform=("replace(ÿ,)", *spec.transform))
    yield ('charset = "latin-1"',), latin
    yield ('charset = "latin-1"', _DROP), _dropping(latin)


def _dropping(spec: ScannerSpec) -> ScannerSpec:
    return replace(spec, transform=("drop_control", *spec.transform))


def _of_bits(data: bytes, spec: ScannerSpec) -> Iterator[tuple[tuple[str, ...], ScannerSpec]]:
    """Return the changes to seven data bits: one change for each parity that fits all bytes.

    Return nothing if the settings do not have eight data bits, if no byte has its eighth bit set, or if no parity fits.
    """
    odd = {byte.bit_count() % 2 for byte in data}
    if max(data, default=0) < 0x80 or spec.bits != 8:
        return
    fits = {Parity.EVEN: odd == {0}, Parity.ODD: odd == {1}, Parity.MARK: min(data) >= 0x80}
    for parity in (parity for parity, does in fits.items() if does):
        yield ("bits = 7", f'parity = "{parity}"'), replace(spec, bits=7, parity=parity)


def _of_keys(sent: Sequence[Raw], spec: ScannerSpec) -> Iterator[tuple[tuple[str, ...], ScannerSpec]]:
    """Return a change that makes the reader ignore keys that type nothing.

    If the last key of the read types nothing, the change makes this key the end of a code.
    """
    pressed = [raw for raw in sent if isinstance(raw, RawKey) and (raw.kind, raw.value) == (EV_KEY, KeyValue.DOWN)]
    names = [name for name in dict.fromkeys(key_name(raw.code) for raw in pressed) if name]
    odd = [name for name in names if name not in {"ENTER", "KPENTER", "TAB", "SPACE", "CAPSLOCK", "NUMLOCK"}]
    if not odd:
        return
    ignored = {**spec.keys, **dict.fromkeys(odd, KeyRole.IGNORE)}
    ends_with_it = key_name(pressed[-1].code) == odd[-1]
    keys = {**ignored, odd[-1]: KeyRole.END} if ends_with_it else ignored
    shown = ", ".join(f'{name} = "{role}"' for name, role in keys.items())
    yield (f"keys = {{ {shown} }}",), replace(spec, keys=keys)
