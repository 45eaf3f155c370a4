"""The pipeline that decides if a read is a scan, a misread or only a repeat. The pipeline opens no device and no file.

The pipeline checks the text and its length, and applies the transform of the settings. It refuses invisible characters,
personal papers such as a driving licence, and words such as NOREAD. Then it drops repeats.
"""

import re
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from typing import assert_never

from hardware.framing.framer import Frame
from hardware.key_decoder import Typed
from hardware.scan import Misread, MisreadReason, ReadRefusal, Scan
from hardware.spec import MAX_SCAN_CHARS, Reads, RepeatMode, RepeatSpec, ScannerSpec
from hardware.steps import AIM_PREFIX, CONTROL_NAMES, is_control
from hardware.transform import Transform, Transformed, parse_steps

CHARSETS: Mapping[str, str] = {"ascii": "ascii", "utf-8": "utf-8", "latin-1": "latin-1"}
# This character separates the fields of a GS1 code; it is the only invisible character that a code can have.
_GS = CONTROL_NAMES["GS"]

REST_OF_PAPER_S = 0.25
"""If a read begins within this many seconds after a line of a personal paper, it counts as the next line of this paper.

A personal paper is, for example, a driving licence. This rule refuses no real scan, because people need more time
between a paper and a label or fob.
"""

Read = Typed | Frame | ReadRefusal


class Pipeline:
    """A pipeline that turns the reads of one reader into scans.

    The pipeline remembers a code only during the time in which a second read of the code counts as a repeat.
    """

    def __init__(self, spec: ScannerSpec) -> None:
        self._spec = spec
        self._transform = parse_steps(spec.transform)
        self._repeats = RepeatFilter(spec.repeats)
        self._paper_until = 0.0

    def take(self, read: Read, at: float, took_s: float = 0.0) -> Scan | Misread | None:
        """Return the scan or the misread that a read gives.

        Return None if the read is a repeat, or if a step of the settings drops it. The read ended at the time `at`, and
        it began `took_s` seconds earlier.
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
        """Return a refusal if the read is a line of a personal paper. If not, return `found`.

        `found` is the code that the steps have made from the read, or a refusal. Some readers pause between two lines
        of a paper. So a read that comes shortly after a line of a paper is refused, even if this read alone looks like
        a code. The last line of a licence must not count as a code, because it is the same for many people.
        """
        if isinstance(found, ReadRefusal) and found.reason is MisreadReason.IGNORED:
            return found
        begins = isinstance(raw, str) and begins_a_paper(raw)
        if not begins and at - took_s >= self._paper_until:
            return found
        self._paper_until = at + REST_OF_PAPER_S
        return found if isinstance(found, ReadRefusal) else ReadRefusal(MisreadReason.SEVERAL_LINES)


def raw_text(spec: ScannerSpec, read: Read) -> str | ReadRefusal:
    """Return the text that the reader sent, or a refusal if the read gives no text.

    One reader sends é as one character, and another reader sends e and an accent. In the returned text, é is always one
    character.
    """
    match read:
        case ReadRefusal():
            return read
        # Only a recording has a text with several lines, because a decoder separates the lines.
        case Typed(text) if "\r" in text or "\n" in text:
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
    """Return the name of a charset with which these bytes can be decoded: utf-8 if possible, else latin-1."""
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def code_of(spec: ScannerSpec, transform: Transform, raw: str) -> Transformed | ReadRefusal:
    """Return the code of a raw read, or a refusal if the read gives no code.

    A reader uses this function for each read. The check of the settings uses it for the example in the settings.
    """
    if len(raw) > spec.max_len:
        return ReadRefusal(MisreadReason.TOO_LONG)
    if len(raw) < spec.min_len:
        return ReadRefusal(MisreadReason.LENGTH)
    found = transform.apply(raw, lambda text: why_no_code(text, spec.reads))
    return found if isinstance(found, ReadRefusal) else _visible(found)


def _visible(found: Transformed) -> Transformed | ReadRefusal:
    """Return `found`, or a refusal if its code is empty, is too long or has an invisible character."""
    if not found.code:
        return ReadRefusal(MisreadReason.LENGTH)
    if len(found.code) > MAX_SCAN_CHARS:
        return ReadRefusal(MisreadReason.TOO_LONG)
    if any(character != _GS and is_control(character) for character in found.code):
        return ReadRefusal(MisreadReason.CONTROL)
    return found


# --- reads that are no code: NOREAD, ERROR, one character again and again, and personal papers ---
# A dead fob, an empty card and a reader without its antenna all give one character again and again. Such a read is the
# same for everybody. If it counted as a code, it could open the account of another person.

LEAST_SIGNS = 6
"""A label is no code if it has this many characters or more and they are all equal.

Shorter labels such as AAAA, 1111 or 77777 are real labels. A reader of fobs refuses such short texts, too, because the
code of a fob never has only equal characters.
"""
MOST_SIGNS = 64
"""The largest number of equal characters that are refused as a failed read.

A longer text is not refused for this reason.
"""

_READERS_WORDS = frozenset(
    word
    for line in (
        "noread noreads notread noreading noreadcode badread badreads misread readerror readfail readfailed",
        "nodecode decodeerror decodefail decodefailed nocode nobarcode nolabel nodata notag nocard nofob nosymbol",
        "error err fail failed failure ng nr br timeout timedout timeouterror unreadable unknown invalid null none nan",
        "undefined noreply nomatch readfailure badcrc noresponse lesefehler leesfout nolectura nonlu",
    )
    for word in line.split()
)
_NUMBERED_WORD = re.compile(r"(?:error|fail|noread)[0-9]{1,4}|[a-z]{2,12}error|error[a-z]{2,12}")
_ONE_SIGN = re.compile(r"(.)\1*", re.DOTALL)
_PREFIXED = re.compile(r"[a-z]{0,8}(?:0x)?(0{8,}|f{8,})")  # such as UID: 00 00 00 00, or 0xFFFFFFFF
_ALL_ONES = frozenset(str(2**bits - 1) for bits in (24, 26, 32, 34, 37, 40, 48, 56, 64, 80, 96))
# Each text is a facility number and a card number in which all bits are 1, such as 255 and 65535.
_ALL_ONES |= {"25565535", "6553565535"}

_PAPERS = re.compile(
    r"(?:MECARD|BIZCARD|MATMSG|MAILTO|SMSTO|SMS|TEL|WIFI|GEO|BEGIN|OTPAUTH|BITCOIN|ETHEREUM|LPA|HC1|DPP|MMSTO|FACETIME)"
    r":(?![0-9]*$).+"  # the prefixes of QR codes with contacts, networks, calendars or secrets
    r"|.{0,4}ANSI [0-9]{6}.*|AAMVA[0-9]{7}.*"  # a driving licence that has lost its line ends
    r"|M[1-9][A-Z' /-]{20}[ E].{7}[A-Z]{3}.*"  # a boarding pass
    r"|%[A-Z0-9][^^]+\^.*|;[0-9]{12,19}=.*"  # the magnetic stripe of a licence, or of a bank's card
    r"|(?=.{28})[A-Z0-9<]*<<[A-Z0-9<]*",  # the machine-readable line of a passport
    re.IGNORECASE | re.DOTALL,
)
_FIRST_LINES = re.compile(r"BEGIN:V.+|.{0,5}ANSI [0-9]{6}.*|AAMVA[0-9]{7}.*", re.IGNORECASE | re.DOTALL)


def begins_a_paper(text: str) -> bool:
    """Return True if this text is the first line of a personal paper that has several lines.

    For example, such a paper is a driving licence or a contact card.
    """
    return _FIRST_LINES.fullmatch(AIM_PREFIX.sub("", text.strip(), count=1)) is not None


def why_no_code(text: str, reads: Reads) -> MisreadReason | None:
    """Return the reason why this text cannot be a code, or None if it can be a code.

    `reads` is the kind of codes that the reader reads.
    """
    said = AIM_PREFIX.sub("", text.strip(), count=1) if AIM_PREFIX.match(text.strip()) else text.strip()
    if _PAPERS.fullmatch(said) or _PAPERS.fullmatch(said.removeprefix("@")):
        return MisreadReason.NOT_OURS
    return MisreadReason.NO_READ if _says_nothing(said, reads) else None


def _says_nothing(text: str, reads: Reads) -> bool:
    signs = "".join(sign for sign in text.casefold() if sign.isalnum())
    if not signs:
        return text.isascii() and text.isprintable() and (len(text.strip()) > 1 or text.strip() == "?")
    if signs in _READERS_WORDS or _NUMBERED_WORD.fullmatch(signs):
        return True
    if _ONE_SIGN.fullmatch(signs):
        return (reads is Reads.FOBS or len(signs) >= LEAST_SIGNS) and len(signs) <= MOST_SIGNS
    if reads is Reads.ITEMS:
        return False
    return _PREFIXED.fullmatch(signs) is not None or signs.lstrip("0") in _ALL_ONES


# --- double reads ---

# The greatest number of remembered codes. No reader can send so many codes within the time in which a second read of a
# code counts as a repeat.
MAX_REMEMBERED = 256


class RepeatFilter:
    """A filter that finds the repeats among the reads of one reader.

    A read is a repeat if the same code was read shortly before. This is true even if other codes were read between
    the two reads.
    """

    def __init__(self, spec: RepeatSpec) -> None:
        self._mode = spec.mode
        self._window_s = spec.ms / 1000
        self._since: OrderedDict[str, float] = OrderedDict()  # for each code, the beginning of its time for repeats

    def is_repeat(self, code: str, at: float) -> bool:
        """Remember that `code` was read at `at` seconds, and return True if this read is a repeat."""
        self._forget_before(at - self._window_s)
        repeated = code in self._since
        match self._mode:
            case RepeatMode.FIXED:
                self._since.setdefault(code, at)
            case RepeatMode.SLIDING:
                self._since[code] = at
                self._since.move_to_end(code)
            case _ as unreachable:
                assert_never(unreachable)
        if len(self._since) > MAX_REMEMBERED:
            self._since.popitem(last=False)
        return repeated

    def _forget_before(self, oldest: float) -> None:
        while self._since and next(iter(self._since.values())) <= oldest:
            self._since.popitem(last=False)
