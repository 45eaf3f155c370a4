"""Functions that turn the provider's answers into the kiosk's own values. They send no requests."""

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.clean import one_line, plain
from kiosk.backends.ehub.catalogue import AskedTitle, LabelledTitle, TitleBook
from kiosk.backends.ehub.paths import REFUSALS, LoansPer
from kiosk.backends.ehub.schema import CheckoutAnswered, ErrorAnswered, FormatAnswered, HrefAnswered
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.moments import instant
from kiosk.domain.digital import LinkKind, TitleLink
from kiosk.domain.model import Item, ItemCode, Loan, LoanAct, LoanId, Medium, Refusal, RefusalKind, Secret

_LONGEST_ADDRESS = 2000


def asked_for(label: str, book: TitleBook, pattern: "re.Pattern[str] | None") -> AskedTitle | None:
    """Return the title that this label means, or None if this is no label of a title.

    Look for the label in the catalogue first. If it is not there, the first group of the pattern is the record, and the
    second group is the format. If the pattern has no group, or if there is no pattern, the whole label is the record.
    """
    text = label.strip()
    known = book.asked(text)
    if known is not None or not text:
        return known
    if pattern is None:
        return AskedTitle(text)
    found = pattern.fullmatch(text)
    if found is None:
        return None
    record, lent_format, *_ = (*found.groups(default=""), "", "")
    return AskedTitle(record, lent_format) if record else AskedTitle(text) if not found.re.groups else None


class OwnCheckout(NamedTuple):
    """A known loan of the member. `asked` is the title (the record and the format) that the kiosk asked for."""

    loan: Loan
    asked: AskedTitle

    def is_of(self, asked: AskedTitle, per: LoansPer) -> bool:
        """Return True if this loan contains the title of `asked`.

        If a loan is for one format only, and `asked` names a format, the loan must be for this format, too.
        """
        if self.asked.record != asked.record:
            return False
        return per is LoansPer.PRODUCT or not asked.format or self.asked.format == asked.format


class LoanFacts(NamedTuple):
    """The facts about a loan that are not in the provider's answer."""

    asked: AskedTitle
    code: ItemCode
    book: TitleBook
    zone: tzinfo
    media: Mapping[str, Medium]
    allow_delete: bool


def own_checkout(answer: CheckoutAnswered, facts: LoanFacts) -> OwnCheckout:
    """Return the loan that is in the provider's answer."""
    title = facts.book.facts(facts.asked)
    due = instant(answer.expiration_date)
    loan = Loan(
        ident=LoanId(answer.id),
        item=item_of(facts.asked, facts.code, title),
        due=due.astimezone(facts.zone).date() if due is not None else None,
        can=frozenset({LoanAct.OPEN, LoanAct.RETURN} if facts.allow_delete else {LoanAct.OPEN}),
        medium=_medium(answer, facts),
        cover=title.cover if title is not None else "",
    )
    return OwnCheckout(loan, facts.asked)


def item_of(asked: AskedTitle, code: ItemCode, title: LabelledTitle | None) -> Item:
    """Return the title as an item. Without a name in the catalogue, the name is the provider's id of the title."""
    name = plain(title.name) if title is not None else ""
    return Item(code, name or plain(asked.record), asked.record)


def _medium(answer: CheckoutAnswered, facts: LoanFacts) -> Medium:
    """Return the medium of the loan, such as an e-book.

    If a format was asked for, only this format counts. If not, all formats of the loan count. If these formats have
    several media, or if there is no format, return OTHER.
    """
    lent = (facts.asked.format,) if facts.asked.format else tuple(answer.format_metadata or ())
    found = {_form(each.lower(), facts.media) for each in lent}
    return found.pop() if len(found) == 1 else Medium.OTHER


def _form(lent_format: str, media: Mapping[str, Medium]) -> Medium:
    return next((form for begin, form in media.items() if lent_format.startswith(begin)), Medium.OTHER)


# --- the addresses of a loan ---


def links_of(answer: CheckoutAnswered, asked: AskedTitle, media: Mapping[str, Medium]) -> tuple[TitleLink, ...]:
    """Return all addresses of the loan: first those of the content, then those of the supplements.

    `media` has the medium of each format, by the beginning of the format's name. The links of each medium have their
    own numbers, such as "Part 1 of 2". So the parts of an e-book are not counted together with those of an audio book.

    Among the formats of the loan, the format that was asked for comes first. If the kiosk must not show an address, the
    link has an empty text instead of the address.
    """
    formats = tuple(_formats(answer, asked.format))
    content: dict[Medium, list[HrefAnswered]] = {}
    for name, each in formats:
        if each.content_links:
            content.setdefault(_form(name.lower(), media), []).extend(each.content_links)
    supplements = [link for _name, each in formats for link in each.supplement_links or ()]
    return (
        *(
            link
            for medium, links in content.items()
            for link in _numbered(LinkKind.CONTENT, links, medium if len(content) > 1 else None)
        ),
        *_numbered(LinkKind.SUPPLEMENT, supplements),
    )


def _formats(answer: CheckoutAnswered, wanted: str) -> Iterator[tuple[str, FormatAnswered]]:
    """Yield the name and the addresses of each format. The addresses of the whole loan come first.

    Among the formats, the wanted format comes first.
    """
    yield wanted, FormatAnswered(answer.content_links, answer.supplement_links)
    by_id = answer.format_metadata or {}
    for name in sorted(by_id, key=lambda each: each != wanted):
        yield name, by_id[name] or FormatAnswered()


def _numbered(kind: LinkKind, links: list[HrefAnswered], medium: Medium | None = None) -> Iterator[TitleLink]:
    for part, link in enumerate(links, start=1):
        yield TitleLink(kind, Secret(shown_href(link.href)), part, len(links), medium=medium)


def shown_href(address: str) -> str:
    """Return the address if the kiosk can show it as a QR code, else "".

    The address must be a whole web address without a user name. For example, one slash after "http:" is not enough.
    """
    text = address.strip()
    try:
        parts = urlsplit(text)
        right = parts.scheme in {"https", "http"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    is_whole = text.isascii() and text.isprintable() and " " not in text and len(text) <= _LONGEST_ADDRESS
    return text if right and is_whole else ""


# --- refusals ---


class EHubNo(Struct, frozen=True):
    """The error code that the provider wrote into an answer."""

    code: str

    @property
    def is_published(self) -> bool:
        """Return True if the code is one of the published codes."""
        return self.code in REFUSALS

    @property
    def said(self) -> str:
        """Return the code in a form that the log can contain."""
        return re.sub(r"[^\w.-]", "?", one_line(self.code, longest=80), flags=re.ASCII)

    def refusal(self, item: Item | None = None) -> Refusal:
        """Return the refusal that the member sees. The provider's own words are for logs only."""
        return Refusal(REFUSALS.get(self.code, RefusalKind.OTHER), item=item)


def no_of(received: Received, in_between: frozenset[int]) -> EHubNo | None:
    """Return the provider's error. Return None if no answer came, or if the answer is no error of the provider.

    `in_between` has the status codes that usually come from a server between the kiosk and the provider. An answer with
    such a status code is an error of the provider only if it contains a published error code.
    """
    if not isinstance(received, HttpAnswer) or received.status < 400:
        return None
    try:
        value = json_of(received)
        if not isinstance(value, dict) or "code" not in value:
            return None
        no = EHubNo(str(shaped(received, value, ErrorAnswered).code).strip())
    except WrongAnswerError:
        return None
    is_from_provider = no.is_published or received.status not in in_between
    return no if no.code and is_from_provider else None
