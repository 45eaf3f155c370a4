"""Tests of the search that finds out if a code is the label of a tool."""

import asyncio

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.protocol import Finder
from kiosk.domain.model import Item, ItemCode
from kiosk.domain.search import Details, FoundTool, Query, Results, Shelves, Standing
from kiosk.runner.sign_in import is_label

TOOLS = tuple(FoundTool(Item(ItemCode(f"T-{number}"), "Tool"), Standing.FREE) for number in range(60))


class ShortPages(Finder):
    """A search whose pages have at most 25 tools, even if the query asks for more."""

    is_away = False

    async def search(self, query: Query) -> Results:
        if self.is_away:
            raise ServerAwayError("no answer")
        end = query.offset + min(query.limit, 25)
        return Results(TOOLS[query.offset : end], more=end < len(TOOLS))

    async def shelves(self) -> Shelves:
        return Shelves()

    async def details(self, ident: str) -> Details | None:  # noqa: ARG002
        return None


def test_no_page_is_left_out_if_pages_are_short() -> None:
    async def story() -> None:
        finder = ShortPages()
        for number in (0, 24, 25, 49, 50, 59):
            assert await is_label(finder, f"t-{number}") is True
        assert await is_label(finder, "T-60") is False

    asyncio.run(story())


def test_without_a_search_no_code_is_a_label_and_without_an_answer_nobody_knows() -> None:
    async def story() -> None:
        assert await is_label(None, "T-1") is False
        finder = ShortPages()
        finder.is_away = True
        assert await is_label(finder, "T-1") is None

    asyncio.run(story())
