"""Plays a recording as if its device were here: for tests, the demo and bug reports."""

from collections.abc import Iterable
from pathlib import Path
from typing import assert_never

from hardware.framing import framer_of
from hardware.keys import KeyDecoder, Typed
from hardware.pipeline import Read
from hardware.reader import Emit, ReaderThread, Unavailable
from hardware.recording import BadRecording, Raw, RawBytes, RawKey, RawText, from_lines
from hardware.scan import Cause, ReaderState
from hardware.spec import ScannerSpec

_LONG_S = 3600.0  # silence that ends whatever the recording left open


class ReplayReader(ReaderThread):
    """Plays once, at `speed` times the recorded pace, then is absent."""

    def __init__(self, spec: ScannerSpec, emit: Emit, *, speed: float = 1.0) -> None:
        super().__init__(spec, emit)
        self._speed = speed
        self._played = False

    def _session(self) -> None:
        if self._played:
            raise Unavailable(Cause.GONE, "the recording has ended")
        recorded = self._load()
        self._played = True
        self._tell(ReaderState.READY)
        self._play(recorded)

    def _load(self) -> list[Raw]:
        try:
            with Path(self._spec.file).open(encoding="utf-8") as lines:
                return list(from_lines(lines))
        except BadRecording as bad:
            raise Unavailable(Cause.BROKEN, str(bad)) from None
        except OSError as refused:
            raise Unavailable(Cause.NO_SUCH_DEVICE, f"{self._spec.file} cannot be read: {refused.strerror}") from None

    def _play(self, recorded: Iterable[Raw]) -> None:
        decoding = Decoding(self._spec)
        at = None
        for raw in recorded:
            wait_s = 0.0 if at is None else max(0.0, raw.at - at) / self._speed
            at = raw.at
            if self._stopping.wait(wait_s):
                return
            self._heard(decoding.feed(raw))
        self._heard(decoding.end())


class Decoding:
    """Recorded events and bytes become reads, each through the part that the device's own reader would use."""

    def __init__(self, spec: ScannerSpec) -> None:
        self._keys = KeyDecoder.of(spec)
        self._framer = framer_of(spec)
        self._at = 0.0

    def feed(self, raw: Raw) -> list[Read]:
        self._at = raw.at
        match raw:
            case RawKey(at, kind, code, value):
                return [*self._keys.feed(at, kind, code, value)]
            case RawBytes(at, data):
                return [*self._framer.feed(data, at)]
            case RawText(_, text):
                return [Typed(text)]
            case _ as unreachable:
                assert_never(unreachable)

    def end(self) -> list[Read]:
        later = self._at + _LONG_S
        return [*self._keys.tick(later), *self._framer.tick(later)]
