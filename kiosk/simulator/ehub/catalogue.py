"""The catalogue of the simulated eHUB provider: made-up e-books, audio books, videos and magazines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

TitleKind = Literal["e-book", "audio book", "video", "magazine"]
_FORMATS: Mapping[TitleKind, tuple[str, ...]] = MappingProxyType(
    {
        "e-book": ("ebook",),
        "audio book": ("audio-stream", "audio-downloadable"),
        "video": ("video-stream",),
        "magazine": ("magazine",),
    }
)
"""The formats of each kind of title. A provider chooses the ids of its formats itself."""
_DAYS: Mapping[TitleKind, int] = MappingProxyType({"e-book": 14, "audio book": 21, "video": 2, "magazine": 7})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTitle:
    """One title. `id` is its record id, which can have any characters, as at real providers.

    `parts` is the number of content links of each format. `supplements` are the names of additional material, such as
    a map. If `copies` is 0, any number of people can have the title. `age` is the lowest age, in years, of a person who
    can borrow the title. If `refusal` is not empty, the provider refuses every check-out of the title with this code.
    """

    id: str
    title: str
    creator: str
    kind: TitleKind
    formats: tuple[str, ...]
    parts: int = 1
    supplements: tuple[str, ...] = ()
    copies: int = 0
    age: int = 0
    refusal: str = ""

    @property
    def days(self) -> int:
        """Return the number of days of a loan."""
        return _DAYS[self.kind]


_EBOOKS = (
    # the columns: record id, title, author
    ("mb-1001", "The Kettle and the Comet", "Rosalind Achterberg"),
    ("mb-1002", "Eleven Ways to Mend a Chair", "Tobias Ekwueme"),
    ("mb-1003", "A Field Guide to Small Regrets", "Ingrid Soderholm"),
    ("isbn/978-0-00-000010-4", "The Salt Road Home", "Mateus Carvalho"),
    ("films & books/12", "Postcards to an Empty House", "June Abara"),
    ("100% wool", "Knitting Without Tears", "Freya Lockhart"),
    ("Ærø/Øst 7", "Øen uden navn", "Signe Thorhauge"),
    ("本-0042", "The Paper Lantern Maker", "Haruki Endo"),
    ("what?#now", "Questions for a Monday", "Leila Farouk"),
    ("plus+and;more=1", "Arithmetic for Gardeners", "Piotr Zielinski"),
    ("urn:nbn:se:mb-77", "Det långa kvällsljuset", "Astrid Falk"),
    ("mb-1012", "The Understory", "Calla Whitmore"),
)
_AUDIOBOOKS = (
    # the columns: record id, title, author, number of parts
    ("au-2001", "The Long Way Round the Lake", "Benedict Osei", 24),
    ("au-2002", "Thirty Nights of Thunder", "Marisol Quintero", 12),
    ("au/2003/vol 1", "Tales from the Tram Depot", "Otto Grünwald", 7),
    ("au-2004", "Still Waters, Loud Frogs", "Hattie Pemberton", 3),
    ("au-2005", "One Breath, One Story", "Rafael Moreno", 1),
    ("au-2006", "La Casa de los relojes", "Inmaculada Vera", 18),
)
_MAGAZINES = (
    ("mag/bench/2026-11", "Bench Monthly, November 2026"),
    ("mag/bench/2026-12", "Bench Monthly, December 2026"),
    ("mag-harbour-48", "Harbour & Hull, No. 48"),
)


def _titles() -> Iterator[ProviderTitle]:
    def made(kind: TitleKind, id_: str, title: str, creator: str, **more: object) -> ProviderTitle:
        fields: dict[str, object] = {"formats": _FORMATS[kind]} | more
        return ProviderTitle(id=id_, title=title, creator=creator, kind=kind, **fields)  # type: ignore[arg-type]

    for id_, title, author in _EBOOKS:
        both = ("ebook", "ebook-pdf") if id_ in ("mb-1002", "100% wool") else ("ebook",)
        more = ("Patterns", "Errata & notes") if len(both) > 1 else ()
        yield made("e-book", id_, title, author, formats=both, supplements=more)
    for id_, title, author, parts in _AUDIOBOOKS:
        yield made("audio book", id_, title, author, parts=parts, supplements=("Booklet",) if parts > 10 else ())
    for id_, title in _MAGAZINES:
        yield made("magazine", id_, title, "")
    every = ("ebook", "audio-stream", "audio-downloadable")
    more = ("Map", "Timetable")
    yield made("e-book", "mix-3001", "The Night Ferry", "Odile Marchetti", formats=every, parts=2, supplements=more)
    yield made("video", "vid-4001", "How to Hang a Door", "Millbrook Films")
    yield made("video", "vid-4002", "The Last Projectionist", "Millbrook Films", age=15)
    yield made("e-book", "mb-1018", "What the Cellar Kept", "Damian Roth", age=18)
    yield made("e-book", "mb-1020", "The Only Copy", "Verity Nash", copies=1)
    yield made("e-book", "mb-1021", "A Book Without Pages", "Nobody", parts=0)
    for number, code in enumerate(_REFUSED, 1):
        yield made("e-book", f"no-{9000 + number}", f"Not to Be Had, Part {number}", "A. N. Other", refusal=code)


_REFUSED = (
    "PRODUCT_INACTIVE",
    "PRODUCT_UNAVAILABLE",
    "INVALID_REGION_ID",
    "MAX_NO_OF_DOWNLOADS_FOR_PRODUCT_REACHED",
    "CREATE_LOAN_FAILED",
    "MISSING_CONTENT_IN_LOAN",
)
"""The codes of refusals that depend only on the title. There is one title for each code."""


@cache
def ehub_catalogue() -> Mapping[str, ProviderTitle]:
    """Return all titles. The keys are their record ids. Each call returns the same object."""
    return MappingProxyType({each.id: each for each in _titles()})
