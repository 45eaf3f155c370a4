"""The structs for the JSON of OverDrive's answers. They contain only the fields that the kiosk needs.

The kiosk acts on fields that have no default or that are marked CHECKED. Every other field is only shown, so a value of
the wrong form is left out. kiosk.backends.lenient explains these rules.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kiosk.backends.lenient import CHECKED, When
from kiosk.structs import hiding

TitleId = Annotated[str, Meta(min_length=1, max_length=80)]
"""The id of a title, which OverDrive writes in capital or in small letters."""
Links = dict[str, Any]
"""Links or actions by their names. A value is an object with `href`, or a list of such objects."""


class _Camel(msgspec.Struct, rename="camel", frozen=True):
    pass


class TokenGiven(msgspec.Struct, frozen=True):
    """The answer to a request for a token. `expires_in` is in seconds."""

    access_token: Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,16384}$")]
    expires_in: float | None = None


class NoAnswered(_Camel, frozen=True):
    """A refusal or an error of the APIs. `token` is the number under which OverDrive's support finds the error."""

    error_code: str
    message: str = ""
    token: str = ""

    __repr__ = hiding("token")


class OAuthNo(msgspec.Struct, frozen=True):
    """A refusal of the hosts that give tokens."""

    error: str
    error_description: str = ""


class LibraryAccount(_Camel, frozen=True):
    """The account that a library has at OverDrive. `collection_token` names the library's collection in addresses."""

    name: str = ""
    collection_token: Annotated[str | None, CHECKED] = None


class PatronAccount(_Camel, frozen=True):
    """The member's account. OverDrive sends no name of the member."""

    patron_id: Annotated[int, Meta(ge=0, le=2**62)] | Annotated[str, Meta(min_length=1, max_length=80)]
    collection_token: Annotated[str | None, CHECKED] = None
    checkout_limit: int | None = None


class LoanFormat(_Camel, frozen=True):
    """A format of a loan that the member has chosen, such as "ebook-kindle"."""

    format_type: str = ""


class TitleOnLoan(_Camel, frozen=True):
    """A loan. It has no name of the title. A loan that was sent to Kindle has no actions."""

    reserve_id: TitleId
    cross_ref_id: int | None = None
    expires: When | None = None
    checkout_date: When | None = None
    is_format_locked_in: bool | None = None
    links: Links | None = None
    actions: Links | None = None
    formats: list[LoanFormat] | None = None


class TitlesOnLoan(_Camel, frozen=True):
    """All loans of a member. None stands for a loan that could not be read."""

    total_items: int | None = None
    total_checkouts: int | None = None
    checkouts: list[TitleOnLoan | None] | None = None


class TitleOnHold(_Camel, frozen=True):
    """A hold. `hold_list_position` is the member's place in the queue, counted from 1."""

    reserve_id: TitleId
    hold_list_position: int | None = None
    number_of_holds: int | None = None
    hold_expires: When | None = None
    actions: Links | None = None


class TitlesOnHold(_Camel, frozen=True):
    """All holds of a member. None stands for a hold that could not be read."""

    holds: list[TitleOnHold | None] | None = None


class CoverLink(_Camel, frozen=True):
    """The address of one picture of a title."""

    href: str = ""


class TitleCovers(_Camel, frozen=True):
    """The pictures of a title, in several sizes."""

    cover300_wide: CoverLink | None = None
    cover150_wide: CoverLink | None = None
    cover: CoverLink | None = None
    thumbnail: CoverLink | None = None


class TitleCreator(_Camel, frozen=True):
    """A person who has worked on a title. `role` is for example "Author" or "Narrator"."""

    name: str = ""
    role: str = ""


class TitleMetadata(_Camel, frozen=True):
    """The description of a title. OverDrive sends it as the metadata of the title, or in a list of search results.

    A search result names only one person, `primary_creator`. The metadata lists all persons in `creators`.
    """

    id: TitleId
    title: str = ""
    media_type: str = ""
    images: TitleCovers | None = None
    links: Links | None = None
    primary_creator: TitleCreator | None = None
    creators: list[TitleCreator] | None = None
    short_description: str = ""


class TitlesDescribed(_Camel, frozen=True):
    """The descriptions of several titles."""

    metadata: list[TitleMetadata] | None = None


class TitlesFound(_Camel, frozen=True):
    """One page of search results. If nothing was found, OverDrive sends no field `products`."""

    total_items: int | None = None
    products: list[TitleMetadata] | None = None


class TitleAvailability(_Camel, frozen=True):
    """The answer that says if a title can be borrowed now. Only `available` says this. The numbers of copies do not."""

    reserve_id: TitleId
    available: bool | None = None
    availability_type: str = ""
    copies_owned: int | None = None
    copies_available: int | None = None


class TitlesAvailable(_Camel, frozen=True):
    """The availability of several titles."""

    availability: list[TitleAvailability] | None = None
