"""Functions that turn OverDrive's answers into the kiosk's own values. They send no requests."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.clean import one_line, plain
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.moments import instant
from kiosk.backends.network import is_loopback
from kiosk.backends.overdrive.paths import KINDLE, NOT_ON_LOAN, UNKNOWN_TITLE
from kiosk.backends.overdrive.schema import Links, NoAnswered, OAuthNo, TitleCovers, TitleMetadata, TitleOnLoan
from kiosk.domain.model import Item, ItemCode, Loan, LoanAct, LoanId, Medium, Refusal, RefusalKind

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MEDIA = {
    "ebook": Medium.EBOOK,
    "audiobook": Medium.AUDIOBOOK,
    "magazine": Medium.MAGAZINE,
    "periodicals": Medium.MAGAZINE,
    "video": Medium.VIDEO,
}
_KINDS: tuple[tuple[str, RefusalKind], ...] = (
    ("PatronHasExceededCheckoutLimit", RefusalKind.LIMIT_REACHED),
    ("NoCopiesAvailable", RefusalKind.NOT_AVAILABLE),
    ("NotWithinRenewalWindow", RefusalKind.NO_RENEWAL),
    *((code, RefusalKind.NOT_ON_ACCOUNT) for code in sorted(NOT_ON_LOAN)),
    *((code, RefusalKind.ITEM_UNKNOWN) for code in sorted(UNKNOWN_TITLE)),
)
"""The kinds of refusals, by the beginning of the error code. OverDrive can add more words to the end of a code."""
_LONGEST_ADDRESS = 2000


def title_id(text: str) -> str:
    """Return the id of a title in small letters, because OverDrive writes the same id in small and capital letters."""
    return text.strip().lower()


def asked_for(label: str, pattern: "re.Pattern[str] | None") -> str:
    """Return the id of the title with this label, or "" if this is no label of a title.

    The id is the first group of the pattern. If the pattern has no group, or if there is no pattern, the id is the
    whole label. If a label does not fit the pattern, it counts only if it is the long id of a title. A short number
    does not count then, because it can be the number of a different title by chance.
    """
    text = label.strip()
    found = pattern.fullmatch(text) if pattern is not None else None
    if found is not None and found.re.groups and found[1]:
        return title_id(found[1])
    return title_id(text) if pattern is None or found is not None or is_title_id(text) else ""


def is_title_id(text: str) -> bool:
    """Return True if the text has the form of a title's id. If not, it can only be the short number of a title."""
    return _GUID.fullmatch(text.strip()) is not None


class Described(Struct, frozen=True):
    """The facts about a title that the kiosk shows."""

    name: str = ""
    medium: Medium | None = None
    cover: str = ""
    author: str = ""


class OwnTitle(NamedTuple):
    """A loan of the member, with the title's short number and with the addresses that belong to the loan."""

    loan: Loan
    number: str
    return_link: str
    open_link: str

    def is_of(self, asked: str) -> bool:
        """Return True if this is the loan of the title with this id or short number."""
        return bool(asked) and title_id(asked) in {self.loan.item.ident, self.number}


def own_title(answer: TitleOnLoan, known: Mapping[str, Described], labels: Mapping[str, str], zone: tzinfo) -> OwnTitle:
    """Return the loan. `known` has facts about titles and `labels` the labels that were scanned, both by title id."""
    ident = title_id(answer.reserve_id)
    facts = known.get(ident, Described())
    return_link, open_link = link_to(answer.actions, "earlyReturn"), link_to(answer.links, "downloadRedirect")
    formats = answer.formats or () if answer.is_format_locked_in is not False else ()
    kindle = any(each.format_type.lower() == KINDLE for each in formats)
    # A loan without a link can perhaps be opened, because its title can have a link. The kiosk finds this out when it
    # asks for the addresses of the loan.
    can = {LoanAct.OPEN, LoanAct.RETURN} if return_link is not None else {LoanAct.OPEN}
    due = instant(answer.expires)
    loan = Loan(
        ident=loan_id(answer),
        item=Item(ItemCode(labels.get(ident, ident)), facts.name, ident),
        since=instant(answer.checkout_date) if answer.checkout_date else None,
        due=due.astimezone(zone).date() if due is not None else None,
        can=frozenset() if kindle else frozenset(can),
        medium=Medium.KINDLE if kindle else facts.medium or Medium.OTHER,
        cover=facts.cover,
    )
    number = str(answer.cross_ref_id) if answer.cross_ref_id is not None else ""
    return OwnTitle(loan, number, return_link or "", open_link or "")


def loan_id(answer: TitleOnLoan) -> LoanId:
    """Return the id of the loan: the title's id, and the moment when the loan began, if OverDrive says it.

    OverDrive gives no id to a loan. If a title is borrowed again, the moment makes the ids of the two loans different.
    """
    began, ident = instant(answer.checkout_date) if answer.checkout_date else None, title_id(answer.reserve_id)
    return LoanId(f"{ident}@{began.isoformat()}" if began is not None else ident)


def same_loan(one: str, other: str) -> bool:
    """Return True if both ids can be of the same loan. The titles and the moments when the loans began must be equal.

    If one id has no moment, compare only the titles.
    """
    (title, _, began), (its_title, _, its_beginning) = one.partition("@"), other.partition("@")
    return title == its_title and (began == its_beginning or not began or not its_beginning)


def link_to(links: Links | None, name: str) -> str | None:
    """Return the address of the link or action with this name, or None if there is no such link or action.

    Capital and small letters in the name count as equal. If there is a list of links with this name, use the first link
    of the list. If the link has no address, return "".
    """
    for key, value in (links or {}).items():
        if key.lower() == name.lower():
            first = value[0] if isinstance(value, list) and value else value
            href = first.get("href") if isinstance(first, dict) else None
            return href if isinstance(href, str) else ""
    return None


def described(answer: TitleMetadata) -> Described:
    """Return the facts about a title."""
    medium = _MEDIA.get(answer.media_type.replace(" ", "").lower(), Medium.OTHER) if answer.media_type else None
    return Described(plain(answer.title), medium, _cover(answer.images), _author(answer))


def _author(answer: TitleMetadata) -> str:
    """Return the names of the authors. If no person has the role "author", return the name of the first person."""
    people = answer.creators or ([answer.primary_creator] if answer.primary_creator is not None else [])
    named = [each for each in people if plain(each.name)]
    authors = [each for each in named if each.role.strip().lower() == "author"] or named[:1]
    return ", ".join(dict.fromkeys(plain(each.name) for each in authors))


def _cover(images: TitleCovers | None) -> str:
    if images is None:
        return ""
    sizes = (images.cover300_wide, images.cover150_wide, images.cover, images.thumbnail)
    return next((encoded(each.href) for each in sizes if each is not None and each.href), "")


def encoded(address: str) -> str:
    """Encode each character that is not allowed in an address, such as a brace, and return the address."""
    return quote(address.strip(), safe="%/:=&?~#+!$,;'@()*[]")


def shown_address(address: str) -> str:
    """Return the address if the kiosk may show it as a QR code, else "".

    The address must begin with https, and must not contain a user name. Only an address of this machine itself may
    begin with http.
    """
    text = address.strip()
    try:
        parts = urlsplit(text)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        right = is_safe and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    is_whole = text.isascii() and text.isprintable() and " " not in text and len(text) <= _LONGEST_ADDRESS
    return text if right and is_whole else ""


# --- refusals ---


class OverDriveNo(Struct, frozen=True):
    """The error that OverDrive wrote into an answer. `case` is the number that OverDrive's support asks for."""

    code: str
    words: str = ""
    case: str = ""


def no_of(answer: HttpAnswer) -> OverDriveNo | None:
    """Return the error that the answer contains, or None if the answer is not an error of OverDrive.

    If the answer has a message but no error code, it is not a refusal. OverDrive sends such answers if something has
    failed at OverDrive.
    """
    try:
        value = json_of(answer)
        if not isinstance(value, dict):
            return None
        if "errorCode" in value:
            no = shaped(answer, value, NoAnswered)
            reference = no.token if re.fullmatch(r"[\w-]{1,64}", no.token, re.ASCII) else ""
            return OverDriveNo(no.error_code, plain(no.message), reference) if no.error_code.strip() else None
        if "error" in value:
            oauth = shaped(answer, value, OAuthNo)
            return OverDriveNo(oauth.error, plain(oauth.error_description)) if oauth.error.strip() else None
    except WrongAnswerError:
        return None
    return None


def no_received(received: Received) -> OverDriveNo | None:
    """Return OverDrive's error in an answer. Return None if no answer came, or if the answer contains no error."""
    return no_of(received) if isinstance(received, HttpAnswer) and received.status >= 400 else None


def said(no: OverDriveNo) -> str:
    """Return the code of an error for the log, with the number that OverDrive's support asks for."""
    code = re.sub(r"[^\w.-]", "?", one_line(no.code, longest=80), flags=re.ASCII)
    return f"{code} (OverDrive's reference {no.case})" if no.case else code


def refusal_of(no: OverDriveNo, item: Item | None) -> Refusal:
    """Return the refusal that the member sees. The screen shows OverDrive's own words next to the kiosk's words."""
    kind = next((kind for begin, kind in _KINDS if no.code.startswith(begin)), RefusalKind.OTHER)
    return Refusal(kind, "" if kind is RefusalKind.ITEM_UNKNOWN else no.words, item)
