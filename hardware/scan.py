"""The events of a reader: a scan, a misread, or the status of the reader. Times are `time.monotonic()` seconds."""

from enum import StrEnum

from msgspec import Struct


class MisreadReason(StrEnum):
    """The reason why data from a reader gave no code."""

    GAP = "gap"  # the read stopped before its end
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
    SEVERAL_LINES = "several_lines"  # several lines in one read: a driving licence or a contact card
    NO_READ = "no_read"  # the reader says that it read nothing: NOREAD, or one sign again and again
    NOT_OURS = "not_ours"  # somebody's paper, such as a boarding pass or a contact card, and no label or fob
    IGNORED = "ignored"  # a step dropped the read; this is no misread, and nobody is told
    RANDOM_UID = "random_uid"  # a phone or a passport, which sends another number each time


class ReaderState(StrEnum):
    """The state of a reader."""

    ABSENT = "absent"
    OPENING = "opening"
    READY = "ready"
    FAILED = "failed"


class Cause(StrEnum):
    """The reason why a reader is not ready, for programs; `ReaderStatus.why` gives the reason to people."""

    NONE = "none"
    NO_SUCH_DEVICE = "no_such_device"
    NO_PERMISSION = "no_permission"
    BUSY = "busy"
    NOT_A_READER = "not_a_reader"
    GONE = "gone"  # the device has been unplugged, or a recording has ended
    UNREACHABLE = "unreachable"  # a port on the network does not answer
    BROKEN = "broken"  # any other reason; `why` has the words of the system


class Scan(Struct, frozen=True):
    """One decoded read that has no meaning yet. The code may be a fob's, so no repr, str or log shows it."""

    code: str
    reader: str
    at: float
    symbology: str | None = None

    def __repr__(self) -> str:
        hidden = f"<{len(self.code)} characters>"
        return f"Scan({hidden}, reader={self.reader!r}, at={self.at:.3f}, symbology={self.symbology!r})"


class Misread(Struct, frozen=True):
    """A read that gave no code. `hint` names the setting or the key that caused it, and holds no part of a code."""

    reader: str
    reason: MisreadReason
    at: float
    hint: str = ""


class ReadRefusal(Struct, frozen=True):
    """The answer of a decoder, a framer or a transform if a read gives no code."""

    reason: MisreadReason
    hint: str = ""


class ReaderStatus(Struct, frozen=True):
    """The state of a reader, with the reason if it is not ready."""

    reader: str
    state: ReaderState
    why: str = ""
    cause: Cause = Cause.NONE


ReaderEvent = Scan | Misread | ReaderStatus
