"""The catalogue of the simulated Sierra: the demo's tools, some books, many chairs, and a partner library's item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kiosk.simulator.catalogue import Tool, read_catalogue

_OWN_MARKS = frozenset(" /%")
"""If the code of a tool has one of these characters, the code is also the tool's barcode in the simulated Sierra.

All other tools get a barcode of 14 digits, except the tool GLUE-0001, whose barcode is in `_barcode`.
"""
HOME = "mill"
BRANCH = "eastb"


@dataclass(frozen=True, slots=True)
class BibRecord:
    """A bibliographic record: the title of one or more items."""

    id: str
    title: str
    author: str = ""
    isbn: str = ""


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One item, which has a label with its barcode.

    `days` is the length of a loan in days. If `hours` is not 0, the item is lent by the hour, and `hours` is the length
    of a loan in hours. `status` is the status code at the start. `home` is the code of the branch that owns the item.
    If a partner library owns the item, `id` ends with an "@" and a code.
    """

    id: str
    barcode: str
    bib: BibRecord
    call_number: str
    location: str
    place: str
    days: int
    hours: int = 0
    status: str = "-"
    home: str = HOME
    kind: str = "Tool"

    @property
    def is_partners(self) -> bool:
        """Return True if the item belongs to a partner library."""
        return "@" in self.id


@dataclass(frozen=True, slots=True)
class VolumeRecord:
    """One volume of a title in several volumes. `items` has the ids of its items."""

    id: str
    name: str
    bib: BibRecord
    items: frozenset[str]


_BOOKS = (
    ("The small workshop / ", "Hartmann, Liesel, 1958-", "9780000000019", "|aTT152|b.H37 2011", "books", 21, 0),
    ("Sharpening by hand.", "Okada, J.", "9780000000026", "|aTT186|b.O4", "books", 21, 0),
    ("Roofs, gutters and other wet things / ", "", "", "|aTH2401|b.R66 2003", "books", 21, 0),
    ("", "", "", "|aPG3476.B425|bZ513", "books", 21, 0),
    ("Möbel bauen mit Kindern /", "Söderström, Åke", "9780000000057", "|aTT185|b.S63 2019", "books", 14, 0),
    ("How a house works.", "Lindgren, P. (Peter)", "", "|aTH4811|b.L5", "books", 21, 0),
    ("Study kit : multimeter, leads and cards / ", "", "", "KIT 7", "desk", 0, 3),
)
_PARTNERS = BibRecord("9000001", "A book from elsewhere.")


@dataclass(frozen=True, slots=True)
class SierraCatalogue:
    """The whole catalogue.

    The keys of `by_barcode` are barcodes in capital letters, because Sierra ignores the case of letters in barcodes.
    """

    items: Mapping[str, ItemRecord]
    bibs: Mapping[str, BibRecord]
    by_barcode: Mapping[str, ItemRecord]
    volumes: Mapping[str, VolumeRecord]

    def volume_of(self, item: ItemRecord) -> VolumeRecord | None:
        """Return the volume to which this item belongs, or None if its title is not in several volumes."""
        return next((each for each in self.volumes.values() if item.id in each.items), None)

    def labelled(self, barcode: str) -> ItemRecord | None:
        """Return the item with this barcode, or None if no item has this barcode.

        Spaces at both ends of the barcode and the case of its letters are ignored.
        """
        return self.by_barcode.get(plain(barcode))


def plain(barcode: str) -> str:
    """Return the barcode in capitals and without spaces at its ends. Sierra compares barcodes in this form."""
    return barcode.strip().upper()


@cache
def sierra_catalogue() -> SierraCatalogue:
    """Return the catalogue. It is made only once, because it never changes while a program runs."""
    in_volumes = [*_in_volumes()]
    items = [*_tools(), *_books(), *_chairs(), *in_volumes]
    items.append(ItemRecord("1000777@code", "PARTNER 7", _PARTNERS, "", "part ", "Partner library ", 21))
    return SierraCatalogue(
        items=MappingProxyType({each.id: each for each in items}),
        bibs=MappingProxyType({each.bib.id: each.bib for each in items if not each.is_partners}),
        by_barcode=MappingProxyType({plain(each.barcode): each for each in items}),
        volumes=MappingProxyType({each.id: each for each in map(_volume, in_volumes)}),
    )


def _tools() -> Iterator[ItemRecord]:
    known = read_catalogue()
    bibs: dict[str, BibRecord] = {}
    for tool in known.tools.values():
        title = f"{tool.name} ({tool.brand} {tool.model}) / " if tool.brand else f"{tool.name}."
        bib = bibs.setdefault(title, BibRecord(f"20{tool.id:05d}", title))
        yield ItemRecord(
            id=f"10{tool.id:05d}",
            barcode=_barcode(tool),
            bib=bib,
            call_number=f"|aTOOL {tool.shelf}|b{tool.code}" if tool.shelf else f"|aTOOL {tool.code}",
            location=f"t{tool.location} ",
            place=f"{', '.join(known.locations[tool.location].path)}   ",
            days=tool.days,
            status=_status(tool),
            home=BRANCH if tool.location // 10 == 3 else HOME,
        )


def _barcode(tool: Tool) -> str:
    if tool.code == "GLUE-0001":
        return "GLUE 50%"
    return tool.code if _OWN_MARKS & set(tool.code) else f"3080000{tool.id:07d}"


def _status(tool: Tool) -> str:
    """Return Sierra's code for the status that the tool has in the demo's catalogue."""
    lends = True if tool.status is None else read_catalogue().statuses[tool.status].lends
    return "o" if lends == "staff" else "-" if lends else "m"


def _books() -> Iterator[ItemRecord]:
    for number, (title, author, isbn, call_number, location, days, hours) in enumerate(_BOOKS, 1):
        bib = BibRecord(f"2002{number:03d}", title, author, isbn)
        barcode = f"3080000{2000 + number:07d}"
        yield ItemRecord(
            f"1002{number:03d}", barcode, bib, call_number, f"{location} ", "Books  ", days, hours, kind="Book"
        )


def _in_volumes() -> Iterator[ItemRecord]:
    """Yield one item for each volume of a title in two volumes."""
    bib = BibRecord("2004001", "The joiner's handbook / ", "Vasquez, Teo")
    for number in (1, 2):
        barcode = f"3080000{4000 + number:07d}"
        number_of_shelf = f"|aTH5608|b.V3 v.{number}"
        yield ItemRecord(f"1004{number:03d}", barcode, bib, number_of_shelf, "books ", "Books  ", 21, kind="Book")


def _volume(item: ItemRecord) -> VolumeRecord:
    number = int(item.id) % 1000
    return VolumeRecord(f"3004{number:03d}", f"Volume {number}", item.bib, frozenset({item.id}))


def _chairs() -> Iterator[ItemRecord]:
    bib = BibRecord("2003001", "Folding chair, wood / ")
    for number in range(1, 61):
        barcode = f"3080000{3000 + number:07d}"
        yield ItemRecord(f"1003{number:03d}", barcode, bib, f"CHAIR {number}", "t30 ", "Yard shed  ", 14)
