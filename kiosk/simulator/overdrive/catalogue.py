"""The catalogue of the simulated OverDrive: made-up e-books, audio books and magazines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

Media = Literal["eBook", "Audiobook", "Magazine"]
FORMATS: Mapping[Media, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "eBook": (
            ("ebook-kindle", "Kindle Book"),
            ("ebook-overdrive", "OverDrive Read"),
            ("ebook-epub-adobe", "EPUB eBook"),
        ),
        "Audiobook": (("audiobook-overdrive", "OverDrive Listen"), ("audiobook-mp3", "MP3 audiobook")),
        "Magazine": (("magazine-overdrive", "OverDrive Magazine"),),
    }
)
"""The ids and the names of the formats that titles of each kind have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdriveTitle:
    """One title. `id` is its reserveId in lower case, and `number` is its crossRefId.

    If `copies` is 0, any number of patrons can have the title. If `returnable` is False, a loan of the title cannot end
    early. A bundle is a title that consists of other titles. `parts` are the numbers of these titles, or empty.
    `part_of` is the number of the bundle to which this title belongs, or 0.
    """

    number: int
    title: str
    subtitle: str = ""
    creators: tuple[tuple[str, str], ...] = ()
    media: Media = "eBook"
    copies: int = 1
    series: str = ""
    has_cover: bool = True
    returnable: bool = True
    parts: tuple[int, ...] = ()
    part_of: int = 0

    @property
    def id(self) -> str:
        """Return the reserveId, in lower case. It is the same after each start."""
        return str(uuid5(NAMESPACE_URL, f"https://overdrive.example/titles/{self.number}"))

    @property
    def sort_title(self) -> str:
        """Return the title and the subtitle, without an article at the beginning."""
        words = f"{self.title} {self.subtitle}".split()
        return " ".join(words[1:] if words[0].lower() in ("the", "a", "an") else words)


class OverdriveCatalogue:
    """All titles. A title can be found by its reserveId, by its crossRefId, or by its name."""

    def __init__(self, titles: tuple[OverdriveTitle, ...]) -> None:
        self.titles = titles
        self._by_name: dict[str, OverdriveTitle] = {}
        for each in titles:
            for name in (each.id, str(each.number), each.title.lower()):
                self._by_name[name] = each

    def named(self, name: str) -> OverdriveTitle | None:
        """Return the title with this reserveId, crossRefId or name, or None. The case of letters is ignored."""
        return self._by_name.get(name.strip().lower())


_EBOOKS = (
    # the columns: title, subtitle, author, number of copies
    ("The Lamp on Harrow Lane", "", "Odette Fairweather", 1),
    ("Salt Under the Door", "A Novel", "Tomasz Wieczorek", 2),
    ("A Ladder for Mr. Quill", "", "Beatrix Somers", 1),
    ("Nine Winters at Corrie Mill", "", "Aileen MacRath", 3),
    ("The Ferrywoman's Ledger", "", "Ngozi Adeyemi-Clarke", 1),
    ("Small Engines, Large Hearts", "Repairing What We Own", "Hal Bergstrom", 2),
    ("The Patient Carpenter", "Forty Joints and How to Cut Them", "Mirela Dobrescu", 2),
    ("Über den Dächern von Altenfurt", "Roman", "Jörg Weißhaupt", 1),
    ("El jardín de las herramientas", "", "Pilar Ibáñez Roldán", 1),
    ("La Boîte à clous", "Récit", "Hélène d'Aubrac", 1),
    ("Rain & Other Tenants", "Stories", "Samir Haddad", 1),
    ('The "Good Enough" Kitchen', "Sixty Suppers without a Plan", "Priya Raman", 2),
    ("What the Tide Kept", "", "Finn Rasmussen", 1),
    ("The Cartographer's Apprentice", "The Maps of Elsewhere, Book 1", "Lucia Ferrante", 2),
    ("The Cartographer's Debt", "The Maps of Elsewhere, Book 2", "Lucia Ferrante", 1),
    ("The Cartographer's Daughter", "The Maps of Elsewhere, Book 3", "Lucia Ferrante", 1),
    ("Sixpence and Smoke", "An Inspector Dunmore Mystery", "R. K. Ashdown", 1),
    ("A Quiet Word in Penmarrow", "An Inspector Dunmore Mystery", "R. K. Ashdown", 1),
    ("Bees in the Belfry", "", "Clementine Oyelaran", 2),
    ("Learning to Sharpen", "Edges, Angles, Patience", "Jiro Okada", 2),
    ("The Orchard Accounts", "", "Ewan Trevithick", 1),
    ("Forty Acres of Fog", "", "Dolores Quintana", 1),
    ("How to Borrow a Boat", "", "Maren Lindqvist", 1),
    ("The Night Shift at Bellwether", "", "Ida Kowalczyk", 1),
    ("Paper, Scissors, Stonemason", "", "Colm Gallagher", 1),
    (
        "An Exceedingly Thorough and Occasionally Useful Compendium of Household Repairs for People Who Rent",
        "With Notes on Landlords, Leaks, Lightbulbs and the Law, and an Index of Regrets",
        "Winifred Abernathy-Jones",
        1,
    ),
    ("Mono", "", "Suharto", 1),
    ("The Glassblower of Vesna", "", "Zdenka Novotná", 1),
    ("Second Hand Summer", "", "Joel Okonkwo", 2),
    ("The Wheelwright's Almanac", "", "Tamsin Pole", 1),
    ("Letters from a Dry Dock", "", "Gideon Marsh", 1),
    ("Grease, Grit and Grace", "Thirty Years in a Bicycle Shop", "Lourdes Santamaría", 2),
)
_AUDIOBOOKS = (
    # the columns: title, author, narrator, number of copies
    ("The Lamp on Harrow Lane (unabridged)", "Odette Fairweather", "Miles Penhaligon", 1),
    ("The Slow Train to Umber", "Kofi Mensah-Brandt", "Adjoa Tettey", 1),
    ("Songs for a Broken Kettle", "Ruby Castellanos", "Ruby Castellanos", 2),
    ("Winter Wheat", "Gudrun Elstad", "Peter Farrow", 1),
    ("The Understudy's Umbrella", "Vikram Sethi-Rao", "Nandita Bose", 1),
    ("Down by the Sawmill", "Earl T. Hutchins", "Sam Okoro", 1),
    ("The Astronomer's Dog", "Yuki Tanahashi", "Claire Dunphy", 2),
    ("Breathing for Busy People", "Dr. Amina Yusuf", "Dr. Amina Yusuf", 3),
    ("A History of String", "Barnaby Twist", "Oliver Crane", 1),
    ("The Lighthouse Keeper Resigns", "Sorcha Ní Bhriain", "Declan Moody", 1),
    ("Gravel", "Teodor Ivanov", "Marsha Klein", 1),
    ("Midnight at the Tool Library", "Persephone Vance", "Full Cast", 2),
)
_MAGAZINES = (
    "Bench & Bevel",
    "The Allotment",
    "Weekend Wrench",
    "Harbour Light Quarterly",
    "Loft",
    "Drift: Slow Travel",
)
_BUNDLE = ("The Tinker Tales", "Quentin Larkspur", "Imogen Vale")
_FIRST_NUMBER = 1_904_200
_NOT_RETURNABLE = frozenset({"Gravel"})
_WITHOUT_COVER = frozenset({"Mono", "Forty Acres of Fog", "A History of String"})
_CHILDREN = ("Tin and the Teapot", "Tin and the Tall Clock", "Tin Goes to Sea")


def _titles() -> Iterator[OverdriveTitle]:
    number = _FIRST_NUMBER
    for title, subtitle, author, copies in _EBOOKS:
        number += 13
        series = "The Maps of Elsewhere" if "Elsewhere" in subtitle else ""
        yield OverdriveTitle(
            number=number,
            title=title,
            subtitle=subtitle,
            creators=(("Author", author),),
            copies=copies,
            series=series,
            has_cover=title not in _WITHOUT_COVER,
        )
    for title, author, narrator, copies in _AUDIOBOOKS:
        number += 13
        yield OverdriveTitle(
            number=number,
            title=title,
            creators=(("Author", author), ("Narrator", narrator)),
            media="Audiobook",
            copies=copies,
            has_cover=title not in _WITHOUT_COVER,
            returnable=title not in _NOT_RETURNABLE,
        )
    for title in _MAGAZINES:
        for issue in ("Autumn 2026", "Winter 2026"):
            number += 13
            yield OverdriveTitle(number=number, title=f"{title}, {issue}", media="Magazine", copies=0)
    yield from _bundle(number + 13)


def _bundle(number: int) -> Iterator[OverdriveTitle]:
    name, author, narrator = _BUNDLE
    creators = (("Author", author), ("Narrator", narrator))
    parts = tuple(number + place for place in range(1, len(_CHILDREN) + 1))
    yield OverdriveTitle(number=number, title=name, creators=creators, media="Audiobook", parts=parts)
    for part, title in zip(parts, _CHILDREN, strict=True):
        yield OverdriveTitle(number=part, title=title, creators=creators, media="Audiobook", part_of=number)


@cache
def overdrive_catalogue() -> OverdriveCatalogue:
    """Return the catalogue. Each call returns the same object."""
    return OverdriveCatalogue(tuple(_titles()))
