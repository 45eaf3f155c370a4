"""The addresses that open a digital loan. A digital loan is the loan of a title without a thing, such as an e-book."""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.model import Refusal, Secret


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


class OpeningRefused(Struct, frozen=True):
    """The digital system does not open this loan."""

    refusal: Refusal
