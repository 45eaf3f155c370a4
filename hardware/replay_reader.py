"""A reader that plays a recording. For the kiosk, it works like a reader whose device is plugged in.

Tests, the demo and bug reports use this reader.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import assert_never

from hardware.framing import framer_of
from hardware.key_decoder import KeyDecoder, Typed
from hardware.reader import Emit, ReaderThread, UnavailableError
from hardware.recording import BadRecordingError, Raw, RawBytes, RawKey, RawText, from_lines
from hardware.scan import Cause, ReaderState
from hardware.scan_or_misread import Read
from hardware.spec import ScannerSpec

_LONG_S = 3600.0  # seconds; a silence that is long enough to end every read


class ReplayReader(ReaderThread):
    """A reader that plays its recording once. After this, the reader counts as unplugged.

    If `speed` is 2, the recording is played twice as fast.
    """

    def __init__(self, spec: ScannerSpec, emit: Emit, *, speed: float = 1.0) -> None:
        super().__init__(spec, emit)
        self._speed = speed
        self._played = False

    def _session(self) -> None:
        if self._played:
            raise UnavailableError(Cause.GONE, "the recording has ended")
        recorded = self._load()
        self._played = True
        self._set_status(ReaderState.READY)
        self._play(recorded)

    def _load(self) -> list[Raw]:
        try:
            with Path(self._spec.file).open(encoding="utf-8") as lines:
                return list(from_lines(lines))
        except BadRecordingError as bad:
            raise UnavailableError(Cause.BROKEN, str(bad)) from None
        except OSError as refused:
            raise UnavailableError(
                Cause.NO_SUCH_DEVICE, f"{self._spec.file} cannot be read: {refused.strerror}"
            ) from None

    def _play(self, recorded: Iterable[Raw]) -> None:
        decoding = Decoding(self._spec)
        at = None
        for raw in recorded:
            pause_s = 0.0 if at is None else max(0.0, raw.at - at)
            at = raw.at
            # If the pause before this event is long enough to end the earlier read, the earlier read is emitted first.
            # Only then is this event decoded.
            if (rest_s := decoding.rest_s()) is not None and rest_s < pause_s:
                if self._stopping.wait(rest_s / self._speed):
                    return
                self._hand_on(decoding.quiet(rest_s), decoding.took_s)
                pause_s -= rest_s
            if self._stopping.wait(pause_s / self._speed):
                return
            self._hand_on(decoding.feed(raw), decoding.took_s)
        self._hand_on(decoding.end(), decoding.took_s)


class Decoding:
    """A decoder of recorded events and bytes. It uses the same key decoder and framer as a reader of a real device."""

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

    @property
    def took_s(self) -> float:
        """Return how many seconds the last read took."""
        return max(self._keys.took_s, self._framer.took_s)

    def rest_s(self) -> float | None:
        """Return how many more seconds of silence are needed to end the read, or None if no read has begun."""
        rests = (self._keys.rest_s(self._at), self._framer.rest_s(self._at))
        return min((rest for rest in rests if rest is not None), default=None)

    def quiet(self, seconds: float) -> list[Read]:
        """Let `seconds` pass without an event, and return the reads that end because of this silence."""
        self._at += seconds
        return [*self._keys.tick(self._at), *self._framer.tick(self._at)]

    def end(self) -> list[Read]:
        """End the recording, and return the reads that have begun but have not ended."""
        return self.quiet(_LONG_S)
