"""Functions for tests of the search: a kiosk that shows the search page, and the acts of a person there."""

from typing import Self

from kiosk.domain.library import Library
from kiosk.domain.messages.answers import SearchAnswered, ShelvesRead
from kiosk.domain.messages.effects import Search
from kiosk.domain.messages.intents import FindTool, LookFor
from kiosk.domain.search import FoundTool, Query, Results, Shelves, Standing
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import ToolSearch
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY
from tests.domain.visit.looks import SHELVES, found

SANDER, SAW = found("SA-2"), found("SW-3", Standing.OUT)


class Desk(Bench):
    """A Bench with the acts of a person on the search page, and the library's answers to a search."""

    def finding(self) -> ToolSearch:
        """Return the present search."""
        finding = finding_of(self.state)
        assert finding is not None
        return finding

    def type(self, words: str) -> Self:
        """Type these words into the field of the search page."""
        self.tell(LookFor(self.finding().field, words))
        return self

    def find(self, *those: FoundTool, more: bool = False) -> Self:
        """Answer the last search with these tools, as the library does."""
        self.tell(SearchAnswered(visit_of(self.state), self.finding().number, Results(those, more)))
        return self

    def shelves(self, shelves: Shelves | None = SHELVES) -> Self:
        """Tell the kiosk the kinds and places of the library's tools."""
        self.tell(ShelvesRead(visit_of(self.state), self.finding().shelves_number, shelves))
        return self

    def query(self) -> Query:
        """Return the query of the only search that the last event asked for."""
        return self.the(Search).query


def looking(library: Library = LIBRARY) -> Desk:
    """Return a kiosk at which Marta is signed in and looks for a tool."""
    desk = Desk(library)
    desk.fob().sign_in()
    desk.tell(FindTool())
    return desk


def passing_by() -> Desk:
    """Return a kiosk at which a person who has not logged in looks for a tool."""
    desk = Desk()
    desk.tell(FindTool())
    return desk
