"""Tests of titles. The kiosk reads the title of a borrowed item after the borrow, and remembers the title."""

import pytest

from kiosk.domain.model import Recorded
from kiosk.structs import replace
from tests.backends.sierra.desk import Answer, Counter, line, told
from tests.backends.sierra.test_acts import HTML, LENT, OUT


def test_a_title_that_was_read_once_is_known_at_the_next_borrow() -> None:
    async def story(here: Counter) -> None:
        first = await (await here.enter()).act(line("31882 00417"))
        assert isinstance(first, Recorded)
        assert first.item is not None
        account = await here.enter()
        await account.titles((first.item,))
        again = await account.act(line("31882 00417", number=2))
        assert isinstance(again, Recorded)
        assert again.item is not None
        assert again.item.name == "Extension ladder 4 m"
        assert len(here.desk.of("GET /bibs")) == 1

    told(
        story,
        {
            OUT: [(200, LENT)],
            "GET /items": [(200, {"entries": [{"id": "1000020", "bibIds": ["2000020"]}]})],
            "GET /bibs": [(200, {"entries": [{"id": "2000020", "title": "Extension ladder 4 m /"}]})],
        },
    )


@pytest.mark.parametrize("answer", [(500, None), (200, {"entries": []}), HTML])
def test_titles_that_cannot_be_read_are_left_out(answer: Answer) -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        said = await account.act(line("31882 00417"))
        assert isinstance(said, Recorded)
        assert said.item is not None
        assert await account.titles((said.item, replace(said.item, ident=""))) == ()

    told(story, {OUT: [(200, LENT)], "GET /items": [answer]})
