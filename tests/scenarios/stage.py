"""The stage of a story: the people, the tools, a kiosk without a window, and the texts on its screen."""

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
    """The kiosk of one story.

    The first lines of a story can change the library and the house. The kiosk is made when the first event happens.
    """

    def __init__(self) -> None:
        self.library: Library | None = LIBRARY
        self.house = House()
        self._bench: Bench | None = None
        self.who = "Marta"
        self.kept: list[Reservation] = []
        """The reservations that the library keeps for the member."""

    @property
    def bench(self) -> Bench:
        """Return the kiosk without a window. The first call makes it."""
        if self._bench is None:
            self._bench = Bench(self.library, self.house)
        return self._bench

    def set_house(self, **more: object) -> None:
        """Set these values, which a real kiosk reads from its settings file. The next event starts a new kiosk."""
        self.house = replace(self.house, **more)  # type: ignore[arg-type]
        self._bench = None

    def set_library(self, **more: object) -> None:
        """Set these values, which a real kiosk gets from the lending system. The next event starts a new kiosk."""
        self.library = replace(self.library or LIBRARY, **more)  # type: ignore[arg-type]
        self._bench = None

    def restart(self) -> None:
        """Start the kiosk again. It keeps only the library and the house."""
        self._bench = Bench(self.library, self.house)

    def named(self, who: str) -> str:
        """Return the name of a person. For a word such as "she", return the name that the story has used last."""
        self.who = who if who in PEOPLE else self.who
        return self.who

    @property
    def view(self) -> View:
        """Return the view on the screen."""
        texts = Texts.for_language(self.bench.kiosk.lasting.language)
        return present(self.bench.kiosk, texts, PlainFormats(), name_of)

    @property
    def words(self) -> str:
        """Return all texts on the screen, with straight apostrophes."""
        return "\n".join(_texts(self.view)).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")

    def lines(self) -> tuple[Line, ...]:
        """Return the lines of the basket. While the receipt is shown, return all lines of the receipt."""
        state = self.bench.state
        return (*state.lines, *state.others) if isinstance(state, Receipt) else self.bench.serving.lines

    def line(self, code: ItemCode) -> Line:
        """Return the line of this code, and fail if there is not exactly one."""
        found = [line for line in self.lines() if line.code == code]
        assert len(found) == 1, f"{len(found)} lines of {code}"
        return found[0]

    def account(self) -> str:
        """Describe the state of the kiosk, for the message of a story that fails."""
        bench = self.bench
        return f"  the kiosk: {type(bench.state).__name__}, notice {bench.notice()}, asked for {bench.work}"


def codes_in(tools: str | None) -> tuple[ItemCode, ...]:
    """Return the codes in a text such as: the drill, the saw and "XX-1"."""
    return tuple(
        ItemCode(quoted) if quoted else TOOLS[name].code
        for name, quoted in re.findall(r"the ([a-z]+)|\"([^\"]+)\"", tools or "")
    )


def item_of(code: ItemCode) -> Item:
    """Return the tool with this code. For an unknown code, return a new tool."""
    return next((tool for tool in TOOLS.values() if tool.code == code), Item(code, f"Tool {code}", ident=code))


def name_of(code: ItemCode) -> str:
    """Return the name of the tool with this code, or an empty text if the kiosk does not know the tool."""
    return next((tool.name for tool in TOOLS.values() if tool.code == code), "")


def loan_of(code: ItemCode) -> Loan:
    """Return the member's loan of this tool."""
    return Loan(LoanId(f"loan-{code}"), item_of(code), due=NEXT_WEEK)


def in_cart(code: ItemCode) -> Staged:
    """Return the library's answer that this tool is now on the member's list (in the cart)."""
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
