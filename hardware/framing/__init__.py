"""Bytes become frames: where a code begins and ends on a serial line, by the framing that the settings name."""

from collections.abc import Callable, Mapping

from hardware.framing.fobs import ChafonFramer, M6eFramer, Pn532Framer, Rdm6300Framer
from hardware.framing.framer import FRAME_LIMIT, Frame, Framed, Framer
from hardware.framing.text import IdleFramer, LineFramer, StxEtxFramer
from hardware.spec import ScannerSpec

FRAMINGS: Mapping[str, Callable[[ScannerSpec], Framer]] = {
    "line": lambda spec: LineFramer(spec.line_gap_ms / 1000, spec.several_lines),
    "stx-etx": lambda spec: StxEtxFramer(spec.several_lines),
    "rdm6300": lambda _: Rdm6300Framer(),
    "idle": lambda spec: IdleFramer(spec.gap_ms / 1000, spec.several_lines),
    "chafon": lambda _: ChafonFramer(),
    "m6e": lambda _: M6eFramer(),
    "pn532": lambda _: Pn532Framer(),
}


def framer_of(spec: ScannerSpec) -> Framer:
    """Return a new framer as the settings of this reader want it."""
    return FRAMINGS[spec.framing](spec)


__all__ = ["FRAME_LIMIT", "FRAMINGS", "Frame", "Framed", "Framer", "framer_of"]
