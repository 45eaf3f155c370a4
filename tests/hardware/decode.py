"""Functions that send made-up input through the real decoder or framer and the real pipeline.

The input is key events or bytes. The results are short texts, one for each code or misread.
"""

from hardware.framing import framer_of
from hardware.key_decoder import KeyDecoder
from hardware.scan import Misread, Scan
from hardware.scan_or_misread import Pipeline, Read
from hardware.spec import ScannerSpec
from kiosk.structs import replace
from tests.hardware.keystrokes import Script, timed

SPEC = ScannerSpec("test")
AT_END_S = 10.0  # seconds of silence after a script


def reason(text: str) -> str:
    """Return the short text for a misread with this reason, for example ∅(gap). The tests compare results with it."""
    return f"∅({text})"


def told(event: Scan | Misread | None) -> list[str]:
    match event:
        case Scan(code):
            return [code]
        case Misread(_, why):
            return [reason(why)]
        case None:
            return []


def from_keys(script: Script, spec: ScannerSpec = SPEC) -> list[str]:
    decoder, pipeline = KeyDecoder.of(spec), Pipeline(spec)
    at, out = 0.0, []
    for at, kind, code, value in timed(script):
        out += [
            t for read in decoder.feed(at, kind, code, value) for t in told(pipeline.take(read, at, decoder.took_s))
        ]
    out += [t for read in decoder.tick(at + AT_END_S) for t in told(pipeline.take(read, at + AT_END_S, decoder.took_s))]
    return out


def from_bytes(chunks: list[tuple[float, bytes]], spec: ScannerSpec) -> list[str]:
    """Return the codes and misreads in these chunks of bytes. The number before each chunk is the wait in seconds."""
    framer, pipeline = framer_of(spec), Pipeline(spec)
    at, out = 1000.0, []
    for wait_s, data in chunks:
        at += wait_s
        framed: list[Read] = [*framer.feed(data, at)]
        out += [t for read in framed for t in told(pipeline.take(read, at, framer.took_s))]
    at += AT_END_S
    return out + [t for read in framer.tick(at) for t in told(pipeline.take(read, at))]


def with_steps(*steps: str) -> ScannerSpec:
    return replace(SPEC, transform=steps)
