"""Where stories are told: the cast, the tools, a kiosk on the bench, and what its screen shows."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import fields

from kiosk.domain.library import House, Library
from kiosk.domain.model import Item, ItemCode, Line, Loan, LoanId, Member, Staged
from kiosk.domain.reservations import Reservation
from kiosk.domain.visit.states import Receipt
from kiosk.presenter import present
from kiosk.structs import replace
from kiosk.texts import Texts
from kiosk.texts.formats import PlainFormats
from kiosk.views.view import View
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY, NEXT_WEEK

TOOLS = {
    "drill": Item(ItemCode("DR-0142"), "Cordless drill", ident="142", shelf="A3"),
    "sander": Item(ItemCode("SA-0007"), "Belt sander", ident="7", shelf="A4"),
    "saw": Item(ItemCode("SW-0210"), "Circular saw", ident="210", shelf="B1"),
    "hammer": Item(ItemCode("HA-0031"), "Claw hammer", ident="31", shelf="C2"),
    "ladder": Item(ItemCode("LA-0003"), "Step ladder", ident="3", shelf="Yard"),
}
PEOPLE = {
    "Marta": Member("member-1", "Marta"),
    "Jonas": Member("member-2", "Jonas"),
    "Aiko": Member("member-3", "Aiko"),
}


class Stage:
    """One story's kiosk. The library and the house can be set until the first thing happens."""

    def __init__(self) -> None:
        self.library: Library | None = LIBRARY
        self.house = House()
        self._bench: Bench | None = None
        self.who = "Marta"
        self.kept: list[Reservation] = []
        """What the library keeps for the member."""

    @property
    def bench(self) -> Bench:
        """The kiosk, which is there from the first thing that happens."""
        if self._bench is None:
            self._bench = Bench(self.library, self.house)
        return self._bench

    def set_house(self, **more: object) -> None:
        """The settings file says this."""
        self.house = replace(self.house, **more)  # type: ignore[arg-type]
        self._bench = None

    def set_library(self, **more: object) -> None:
        """The library's kiosk settings say this."""
        self.library = replace(self.library or LIBRARY, **more)  # type: ignore[arg-type]
        self._bench = None

    def restart(self) -> None:
        """The kiosk is started again, with what it remembers."""
        self._bench = Bench(self.library, self.house)

    def named(self, who: str) -> str:
        """The person that is meant; "she" and "he" are the last one named."""
        self.who = who if who in PEOPLE else self.who
        return self.who

    @property
    def view(self) -> View:
        """What the screen shows now."""
        texts = Texts.for_language(self.bench.kiosk.lasting.language)
        return present(self.bench.kiosk, texts, PlainFormats(), name_of)

    @property
    def words(self) -> str:
        """Everything that can be read on the screen, with straight apostrophes."""
        return "\n".join(_texts(self.view)).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")

    def lines(self) -> tuple[Line, ...]:
        """The basket, or the receipt with what is listed beside it."""
        state = self.bench.state
        return (*state.lines, *state.others) if isinstance(state, Receipt) else self.bench.serving.lines

    def line(self, code: ItemCode) -> Line:
        """The one line of this code."""
        found = [line for line in self.lines() if line.code == code]
        assert len(found) == 1, f"{len(found)} lines of {code}"
        return found[0]

    def account(self) -> str:
        """Where the kiosk stands, for a story that fails."""
        bench = self.bench
        return f"  the kiosk: {type(bench.state).__name__}, notice {bench.notice()}, asked for {bench.work}"


def codes_in(tools: str | None) -> tuple[ItemCode, ...]:
    """The codes of "the drill, the saw and "XX-1""."""
    return tuple(
        ItemCode(quoted) if quoted else TOOLS[name].code
        for name, quoted in re.findall(r"the ([a-z]+)|\"([^\"]+)\"", tools or "")
    )


def item_of(code: ItemCode) -> Item:
    """The tool with this code."""
    return next((tool for tool in TOOLS.values() if tool.code == code), Item(code, f"Tool {code}", ident=code))


def name_of(code: ItemCode) -> str:
    """Its name, where the kiosk has seen it before."""
    return next((tool.name for tool in TOOLS.values() if tool.code == code), "")


def loan_of(code: ItemCode) -> Loan:
    """The member has this tool."""
    return Loan(LoanId(f"loan-{code}"), item_of(code), due=NEXT_WEEK)


def in_cart(code: ItemCode) -> Staged:
    """The library has put it on the member's list."""
    return Staged(f"ref-{code}", item_of(code), NEXT_WEEK)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
