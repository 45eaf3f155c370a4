"""Bytes become frames: where a code begins and ends on a serial line, by the framing that the settings name."""

from collections.abc import Callable, Mapping

from hardware.framing.fobs import ChafonFramer, M6eFramer, Pn532Framer, Rdm6300Framer
from hardware.framing.framer import FRAME_LIMIT, Frame, Framed, Framer
from hardware.framing.text import IdleFramer, LineFramer, StxEtxFramer
from hardware.spec import ScannerSpec

FRAMINGS: Mapping[str, Callable[[], Framer]] = {
    "line": LineFramer,
    "stx-etx": StxEtxFramer,
    "rdm6300": Rdm6300Framer,
    "idle": IdleFramer,
    "chafon": ChafonFramer,
    "m6e": M6eFramer,
    "pn532": Pn532Framer,
}


def framer_of(spec: ScannerSpec) -> Framer:
    return IdleFramer(spec.gap_ms / 1000) if spec.framing == "idle" else FRAMINGS[spec.framing]()


__all__ = ["FRAME_LIMIT", "FRAMINGS", "Frame", "Framed", "Framer", "framer_of"]
