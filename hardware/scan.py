"""The events of a reader: a scan, a misread, or the status of the reader.

All times are seconds of `time.monotonic()`.
"""

from enum import StrEnum

from msgspec import Struct


class MisreadReason(StrEnum):
    """The reason why data from a reader gave no code."""

    GAP = "gap"  # a pause came before the end of the read
    DROPPED = "dropped"  # the kernel has dropped key events
    TOO_LONG = "too_long"
    UNEXPECTED_KEY = "unexpected_key"
    CHECKSUM = "checksum"
    CHARSET = "charset"  # the bytes are no text in the charset of the settings
    CONTROL = "control"  # the read has invisible characters
    OVERFLOW = "overflow"  # a frame became too long, because no end came
    UNPLUGGED = "unplugged"
    SENTINEL = "sentinel"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    RANGE = "range"
    FORMAT = "format"
    SEVERAL_LINES = "several_lines"  # the read has several lines, like a driving licence or a contact card
    NO_READ = "no_read"  # the read is a word such as NOREAD, or one character again and again
    NOT_OURS = "not_ours"  # the read comes from a personal paper, such as a boarding pass, not from a label or a fob
    IGNORED = "ignored"  # the settings say that reads with this text are dropped, so no misread is reported
    RANDOM_UID = "random_uid"  # the read comes from a phone or a passport, which sends another number each time


class ReaderState(StrEnum):
    """The state of a reader."""

    ABSENT = "absent"
    OPENING = "opening"
    READY = "ready"
    FAILED = "failed"


class Cause(StrEnum):
    """The kind of reason why a reader is not ready. `ReaderStatus.why` gives the reason in words for people."""

    NONE = "none"
    NO_SUCH_DEVICE = "no_such_device"
    NO_PERMISSION = "no_permission"
    BUSY = "busy"
    NOT_A_READER = "not_a_reader"
    GONE = "gone"  # the device has been unplugged, or a recording has ended
    UNREACHABLE = "unreachable"  # a port on the network does not answer
    BROKEN = "broken"  # any other reason; `ReaderStatus.why` says more


class Scan(Struct, frozen=True):
    """One decoded read. The reader does not know if the code belongs to a fob or to an item.

    The code of a fob is secret, so no repr, str or log shows the code.
    """

    code: str
    reader: str
    at: float
    symbology: str | None = None

    def __repr__(self) -> str:
        hidden = f"<{len(self.code)} characters>"
        return f"Scan({hidden}, reader={self.reader!r}, at={self.at:.3f}, symbology={self.symbology!r})"


class Misread(Struct, frozen=True):
    """A read that gave no code.

    `hint` is the name of a setting that can help, or the name of the keyboard key that the reader pressed and that
    caused the misread. It is empty if there is no hint. It never contains a part of a code.
    """

    reader: str
    reason: MisreadReason
    at: float
    hint: str = ""


class ReadRefusal(Struct, frozen=True):
    """The result of a decoder, a framer or a transform if a read gives no code. It says why there is no code."""

    reason: MisreadReason
    hint: str = ""


class ReaderStatus(Struct, frozen=True):
    """The state of a reader, with the reason if it is not ready."""

    reader: str
    state: ReaderState
    why: str = ""
    cause: Cause = Cause.NONE


ReaderEvent = Scan | Misread | ReaderStatus
