"""The pipeline that turns a read of a decoder or a framer into a scan. It is pure.

The pipeline checks the text and its length, applies the transform, refuses invisible characters and drops repeats.
"""

import unicodedata
from collections.abc import Mapping
from typing import assert_never

from hardware.framing import Frame
from hardware.keys import Typed
from hardware.no_code import begins_a_paper, why_no_code
from hardware.repeat import RepeatFilter
from hardware.scan import Misread, MisreadReason, ReadRefusal, Scan
from hardware.spec import MAX_SCAN_CHARS, ScannerSpec
from hardware.text_steps import CONTROL_NAMES, is_control
from hardware.transform import Transform, Transformed, parse_steps

CHARSETS: Mapping[str, str] = {"ascii": "ascii", "utf-8": "utf-8", "latin-1": "latin-1"}
_GS = CONTROL_NAMES["GS"]  # it separates the fields of a GS1 code; codes need no other invisible character

REST_OF_PAPER_S = 0.25
"""After a line of a paper, a read that begins within this time is the next line, because nobody scans faster."""

Read = Typed | Frame | ReadRefusal


class Pipeline:
    """The steps that turn the reads of one reader into scans. It remembers only the codes of the last repeat window."""

    def __init__(self, spec: ScannerSpec) -> None:
        self._spec = spec
        self._transform = parse_steps(spec.transform)
        self._repeats = RepeatFilter(spec.repeats)
        self._paper_until = 0.0

    def take(self, read: Read, at: float, took_s: float = 0.0) -> Scan | Misread | None:
        """Return the scan or the misread of a read, or None if it is a repeat or if a step drops it.

        The read ended at `at` and began `took_s` seconds before.
        """
        raw = raw_text(self._spec, read)
        found = raw if isinstance(raw, ReadRefusal) else code_of(self._spec, self._transform, raw)
        found = self._without_papers(raw, found, at, took_s)
        if isinstance(found, ReadRefusal):
            dropped = found.reason is MisreadReason.IGNORED
            return None if dropped else Misread(self._spec.name, found.reason, at, found.hint)
        if self._repeats.is_repeat(found.code, at):
            return None
        return Scan(found.code, self._spec.name, at, found.symbology)

    def _without_papers(
        self, raw: str | ReadRefusal, found: Transformed | ReadRefusal, at: float, took_s: float
    ) -> Transformed | ReadRefusal:
        """Refuse all lines of a paper, even if the reader pauses between them.

        The last line of a licence is the same for many people, so it must not count as a code.
        """
        if isinstance(found, ReadRefusal) and found.reason is MisreadReason.IGNORED:
            return found
        begins = isinstance(raw, str) and begins_a_paper(raw)
        if not begins and at - took_s >= self._paper_until:
            return found
        self._paper_until = at + REST_OF_PAPER_S
        return found if isinstance(found, ReadRefusal) else ReadRefusal(MisreadReason.SEVERAL_LINES)


def raw_text(spec: ScannerSpec, read: Read) -> str | ReadRefusal:
    """Return the text that the reader sent, or the reason why it is no text.

    Accents are joined to their letters, because two readers may send them differently.
    """
    match read:
        case ReadRefusal():
            return read
        case Typed(text) if "\r" in text or "\n" in text:  # only a recording has such reads; a decoder separates lines
            return ReadRefusal(MisreadReason.SEVERAL_LINES)
        case Typed(text):
            return unicodedata.normalize("NFC", text)
        case Frame(payload):
            try:
                return unicodedata.normalize("NFC", payload.decode(CHARSETS[spec.charset]))
            except UnicodeDecodeError:
                return ReadRefusal(MisreadReason.CHARSET, f'charset = "{charset_of(payload)}"')
        case _ as unreachable:
            assert_never(unreachable)


def charset_of(payload: bytes) -> str:
    """Return a charset with which these bytes are text."""
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def code_of(spec: ScannerSpec, transform: Transform, raw: str) -> Transformed | ReadRefusal:
    """Return the code of a raw read, for a working reader and for the example in the settings in the same way."""
    if len(raw) > spec.max_len:
        return ReadRefusal(MisreadReason.TOO_LONG)
    if len(raw) < spec.min_len:
        return ReadRefusal(MisreadReason.LENGTH)
    found = transform.apply(raw, lambda text: why_no_code(text, spec.reads))
    return found if isinstance(found, ReadRefusal) else _visible(found)


def _visible(found: Transformed) -> Transformed | ReadRefusal:
    if not found.code:
        return ReadRefusal(MisreadReason.LENGTH)
    if len(found.code) > MAX_SCAN_CHARS:
        return ReadRefusal(MisreadReason.TOO_LONG)
    if any(character != _GS and is_control(character) for character in found.code):
        return ReadRefusal(MisreadReason.CONTROL)
    return found
