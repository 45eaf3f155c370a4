"""What a reader says: a scan, a misread, or how the reader itself is doing. Times are `time.monotonic()` seconds."""

from enum import StrEnum

from msgspec import Struct


class MisreadReason(StrEnum):
    """Why something arrived from a reader and gave no code."""

    GAP = "gap"  # it stopped before its end
    DROPPED = "dropped"  # the kernel threw events away
    TOO_LONG = "too_long"
    UNEXPECTED_KEY = "unexpected_key"
    CHECKSUM = "checksum"
    CHARSET = "charset"  # bytes that are not text in the configured encoding
    CONTROL = "control"  # invisible characters
    OVERFLOW = "overflow"  # a frame that never ended
    UNPLUGGED = "unplugged"
    SENTINEL = "sentinel"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    RANGE = "range"
    FORMAT = "format"
    SEVERAL_LINES = "several_lines"  # a driving licence, a contact card: no label and no fob
    NO_READ = "no_read"  # the reader says that it read nothing: NOREAD, or one sign again and again
    NOT_OURS = "not_ours"  # a boarding pass, a contact card: somebody's paper, and no label or fob
    IGNORED = "ignored"  # what a step drops is nobody's misread: it is never said
    RANDOM_UID = "random_uid"  # a phone or a passport: another number each time


class ReaderState(StrEnum):
    ABSENT = "absent"
    OPENING = "opening"
    READY = "ready"
    FAILED = "failed"


class Cause(StrEnum):
    """Why a reader is not ready, for programs; `ReaderStatus.why` says it to people."""

    NONE = "none"
    NO_SUCH_DEVICE = "no_such_device"
    NO_PERMISSION = "no_permission"
    BUSY = "busy"
    NOT_A_READER = "not_a_reader"
    GONE = "gone"  # it was here and has been unplugged, or a recording has ended
    UNREACHABLE = "unreachable"  # a port on the network that does not answer
    BROKEN = "broken"  # anything else; `why` has what the system said


class Scan(Struct, frozen=True):
    """One decoded read; it means nothing yet. The code may be a fob's, so no repr, str or log shows it."""

    code: str
    reader: str
    at: float
    symbology: str | None = None

    def __repr__(self) -> str:
        hidden = f"<{len(self.code)} characters>"
        return f"Scan({hidden}, reader={self.reader!r}, at={self.at:.3f}, symbology={self.symbology!r})"


class Misread(Struct, frozen=True):
    """A read that gave no code. `hint` names the setting or the key that it is about, and holds no part of a code."""

    reader: str
    reason: MisreadReason
    at: float
    hint: str = ""


class Refusal(Struct, frozen=True):
    """What a decoder, a framer or a transform says of a read that gives no code."""

    reason: MisreadReason
    hint: str = ""


class ReaderStatus(Struct, frozen=True):
    reader: str
    state: ReaderState
    why: str = ""
    cause: Cause = Cause.NONE


ReaderEvent = Scan | Misread | ReaderStatus
