"""The framers. A framer finds each code in the bytes of a serial line, and returns the code as a frame.

The setting `framing` of a reader chooses the framer. The module `text` has the framers for readers that send text.
The module `fobs` has the framers for fob reader modules. The module `framer` has the base class of all framers.
"""

from collections.abc import Callable, Mapping

from hardware.framing.fobs import ChafonFramer, M6eFramer, Pn532Framer, Rdm6300Framer
from hardware.framing.framer import Framer
from hardware.framing.text import IdleFramer, LineFramer, StxEtxFramer
from hardware.spec import ScannerSpec
from hardware.transform import drops_of

FRAMINGS: Mapping[str, Callable[[ScannerSpec], Framer]] = {
    "line": lambda spec: LineFramer(spec.line_gap_ms / 1000, spec.several_lines, _drops(spec)),
    "stx-etx": lambda spec: StxEtxFramer(spec.several_lines),
    "rdm6300": lambda _: Rdm6300Framer(),
    "idle": lambda spec: IdleFramer(spec.gap_ms / 1000, spec.several_lines),
    "chafon": lambda _: ChafonFramer(),
    "m6e": lambda _: M6eFramer(),
    "pn532": lambda _: Pn532Framer(),
}


def _drops(spec: ScannerSpec) -> Callable[[bytes], bool]:
    drops = drops_of(spec.transform)
    return lambda payload: drops(payload.decode(spec.charset, errors="replace"))


def framer_of(spec: ScannerSpec) -> Framer:
    """Return a new framer for a reader with these settings."""
    framer = FRAMINGS[spec.framing](spec)
    framer.mask = (1 << spec.bits) - 1
    return framer
