"""The test that finds reads that are no code: the words of readers that read nothing, and other papers of a person.

A dead fob, an empty card and a reader without its aerial all give one sign again and again, and some readers say NOREAD
or ERROR. Such a read looks the same for everybody: as a code, it would open one person's account to the next person.
The test is pure.
"""

import re

from hardware.scan import MisreadReason
from hardware.spec import Reads
from hardware.text_steps import AIM_PREFIX

LEAST_SIGNS = 6
"""The number of equal signs from which on a label is no code: labels such as AAAA, 1111 or 77777 are real.

A fob's code never consists of one sign only.
"""
MOST_SIGNS = 64
"""The number of equal signs up to which a read counts as no read; a longer one is refused as too long."""

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
_PREFIXED = re.compile(r"[a-z]{0,8}(?:0x)?(0{8,}|f{8,})")  # UID: 00 00 00 00, 0xFFFFFFFF
_ALL_ONES = frozenset(str(2**bits - 1) for bits in (24, 26, 32, 34, 37, 40, 48, 56, 64, 80, 96))
_ALL_ONES |= {"25565535", "6553565535"}  # the facility number and the card number, both with all bits set

_PAPERS = re.compile(
    r"(?:MECARD|BIZCARD|MATMSG|MAILTO|SMSTO|SMS|TEL|WIFI|GEO|BEGIN|OTPAUTH|BITCOIN|ETHEREUM|LPA|HC1|DPP|MMSTO|FACETIME)"
    r":(?![0-9]*$).+"  # contacts, networks, calendars, secrets: the prefixes of such QR codes
    r"|.{0,4}ANSI [0-9]{6}.*|AAMVA[0-9]{7}.*"  # a driving licence that has lost its line ends
    r"|M[1-9][A-Z' /-]{20}[ E].{7}[A-Z]{3}.*"  # a boarding pass
    r"|%[A-Z0-9][^^]+\^.*|;[0-9]{12,19}=.*"  # the magnetic stripe of a licence, or of a bank's card
    r"|(?=.{28})[A-Z0-9<]*<<[A-Z0-9<]*",  # the machine-readable line of a passport
    re.IGNORECASE | re.DOTALL,
)


_FIRST_LINES = re.compile(r"BEGIN:V.+|.{0,5}ANSI [0-9]{6}.*|AAMVA[0-9]{7}.*", re.IGNORECASE | re.DOTALL)


def begins_a_paper(text: str) -> bool:
    """Return True if this is the first line of a driving licence, a contact card or an appointment."""
    return _FIRST_LINES.fullmatch(AIM_PREFIX.sub("", text.strip(), count=1)) is not None


def why_no_code(text: str, reads: Reads) -> MisreadReason | None:
    """Return the reason why a reader of such things cannot send this text as a code, or None if it can."""
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
