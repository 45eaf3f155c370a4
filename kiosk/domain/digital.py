"""Facts about titles, the links that open digital loans, and the digital systems that lend titles.

The progress of the member's log-in at each digital system is also here. A digital loan is the loan of a title without a
thing, such as an e-book.
"""

import re
from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.model import Item, Loan, Medium, Refusal, Secret
from kiosk.structs import hiding, replace


class ItemFacts(Struct, frozen=True):
    """The answer to a read of an item's name, for example after a loan: the item with its name.

    If the item is a digital title, its form (None if unknown) and the web address of its cover are also here.
    """

    item: Item
    medium: Medium | None = None
    cover: str = ""


class LinkKind(StrEnum):
    """The kind of a title link, which says what a phone opens."""

    BROWSER = auto()
    """The phone opens the whole title in its browser."""
    APP = auto()
    """The phone opens the whole title in the app of the digital system."""
    CONTENT = auto()
    """The phone gets one of the parts of the title, for example one file of an audio book."""
    SUPPLEMENT = auto()
    """The phone gets something that belongs to the title, for example a booklet."""


class TitleLink(Struct, frozen=True):
    """A personal address that opens a digital loan. The kiosk shows the address only as a QR code.

    A title can have several links of the same kind. `part` is the number of this link, from 1 to `parts`. `valid_s` is
    the number of seconds for which the address can be used, or None if the system does not say this number. The address
    is empty if the system sent an address that the kiosk must not show.
    """

    kind: LinkKind
    address: Secret
    part: int = 1
    parts: int = 1
    valid_s: float | None = None
    app: str = ""
    """The name of the app that opens an APP link, or an empty text if the system does not say this name."""
    medium: Medium | None = None
    """The form of the title to which this link belongs, or None if all links belong to one form.

    If there are several forms, `part` and `parts` count the links of this form only.
    """


class OpeningRefused(Struct, frozen=True):
    """The answer of a digital system that does not open a loan. `refusal` says why."""

    refusal: Refusal


_WAYS = (LinkKind.APP, LinkKind.BROWSER, LinkKind.CONTENT)
"""The ways to open a title, in the order in which the kiosk offers them."""


def ways_to_open(links: tuple[TitleLink, ...]) -> tuple[LinkKind, ...]:
    """Return the ways to open the title. The kiosk uses the first way until the member chooses another way."""
    kinds = {link.kind for link in links}
    return tuple(way for way in _WAYS if way in kinds)


def without_useless_kinds(links: tuple[TitleLink, ...]) -> tuple[TitleLink, ...]:
    """Return the links without the kinds that have no usable address, because the kiosk must not offer these kinds.

    If one link of a kind has a usable address, keep all links of this kind, because each part must keep its number.
    """
    useful = {link.kind for link in links if link.address}
    return tuple(link for link in links if link.kind in useful)


def one_by_one(links: tuple[TitleLink, ...], way: LinkKind | None) -> tuple[TitleLink, ...]:
    """Return the links that the kiosk shows one after the other if the member opens the title in this way.

    The supplements come last. If `way` is None, or if the title has no link of this kind, use the first possible way.
    """
    ways = ways_to_open(links)
    chosen = way if way in ways else next(iter(ways), None)
    kinds, media = (chosen, LinkKind.SUPPLEMENT), list(dict.fromkeys(link.medium for link in links))

    def place(link: TitleLink) -> tuple[int, int, int]:
        return kinds.index(link.kind), media.index(link.medium), link.part

    return tuple(sorted((link for link in links if link.kind in kinds), key=place))


def without_addresses(links: tuple[TitleLink, ...]) -> tuple[TitleLink, ...]:
    """Return the links without their addresses. All other facts about the links stay, such as their kinds."""
    return tuple(replace(link, address=Secret("")) for link in links)


# --- the digital systems beside the main system ---


class SystemProgress(StrEnum):
    """The progress of the log-in at a digital system."""

    JOINING = auto()
    """The digital system was asked, and has not answered yet."""
    HERE = auto()
    AWAY = auto()
    """The digital system does not answer. The kiosk asks again by itself."""
    CARD_WANTED = auto()
    """The member must enter a card, because nothing else shows the digital system who the member is."""
    CARD_UNSEEN = auto()
    """The digital system must know the number of the member's card, but the member has logged in without the card."""
    RECORD_LACKS = auto()
    """The digital system needs a fact about the member, such as a birth date, but the main system does not send it."""


class MemberFact(StrEnum):
    """A fact that can show a digital system who the member is. The main system says that the fact is true."""

    NUMBER = auto()
    """The number or the name that the main system has for the member's account."""
    CARD = auto()
    """The number of the card with which the member has logged in."""
    EMAIL = auto()
    BIRTH_DATE = auto()


class CardRemembering(StrEnum):
    """Says if the kiosk remembers the member's card for a digital system, or if the member can ask for this.

    The kiosk remembers a card only together with a linked fob.
    """

    NEVER = auto()
    """The settings say that the kiosk does not remember cards. It forgets each card at the end of the visit."""
    WITH_LINK = auto()
    """The fob of the visit is not linked. After the fob is linked, the member can let the kiosk remember a card."""
    OFFERED = auto()
    """The kiosk remembers no card. The member can let the kiosk remember a card with the fob of the visit."""
    DONE = auto()
    """The kiosk remembers a card for this system with the fob of the visit."""


class DigitalSystem(Struct, frozen=True):
    """A digital system beside the main system, with its progress in one visit.

    `key` is the short name in the settings, and `label` is the name for people. `items` is a regular expression that
    matches the whole labels of this system, or an empty text if no label belongs to it. `tail` has the last digits of
    the card whose loans are shown. If the system did not answer, the kiosk asks it again at the time `retry_at`.
    """

    key: str
    label: str
    items: str = ""
    has_pin: bool = True
    """True if the cards of this system have a PIN."""
    progress: SystemProgress = SystemProgress.JOINING
    tail: str = ""
    retry_at: float | None = None
    lists_all: bool = True
    """False if the member can have loans at this system that the kiosk cannot list."""
    remembering: CardRemembering = CardRemembering.NEVER
    dropped: bool = False
    """True if the system has refused the remembered card in this visit, so that the kiosk has forgotten the card."""

    __repr__ = hiding("tail")

    @property
    def can_remember(self) -> bool:
        """Return True if the member can let the kiosk remember the next card that the system accepts."""
        return self.remembering in {CardRemembering.OFFERED, CardRemembering.DONE}

    def owns(self, code: str) -> bool:
        """Return True if this label belongs to the digital system."""
        return bool(self.items) and re.fullmatch(self.items, code) is not None


class Joined(Struct, frozen=True):
    """The member is signed in at a digital system, and has these loans there. `tail` has the last digits of the card.

    If `reserves` is True, the system can have reservations of the member. If `lists_all` is False, the member can have
    more loans there than `loans`. If `remembered` is True, the kiosk remembers the card with the fob of the visit.
    """

    loans: tuple[Loan, ...] = ()
    tail: str = ""
    reserves: bool = False
    lists_all: bool = True
    remembered: bool = False

    __repr__ = hiding("tail")


class NotVouched(Struct, frozen=True):
    """The digital system cannot find out who the member is.

    It needs the fact `lacks` about the member, but this fact is not known.
    """

    lacks: MemberFact


class CardWanted(Struct, frozen=True):
    """The member must enter a card for the digital system.

    `wrong` is True if the digital system has refused the last card that the member entered. `words` are the system's
    own words about this. If too many entries were wrong, `wait_s` is the number of seconds until the next entry is
    allowed. `dropped` is True if the digital system has refused the remembered card, so that the kiosk has forgotten
    this card.
    """

    wrong: bool = False
    words: str = ""
    wait_s: float = 0.0
    dropped: bool = False
