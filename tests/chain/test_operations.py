"""Tests that the stories of people at the kiosk call every operation in the kiosk's table of myTurn's paths."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.backends.myturn.paths import OPERATIONS
from kiosk.simulator import Knobs, SimulatorThread
from tests.chain import stories
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import Scene

pytestmark = pytest.mark.slow


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story of people at the kiosk, and the operations that the kiosk must call in this story."""

    what: Scene
    calls: tuple[str, ...]
    more: str = ""
    knobs: dict[str, object] = field(default_factory=dict)


STORIES = (
    Story(
        what=stories.borrow_and_bring_back,
        calls=(
            "organization",
            "languages",
            "log_in",
            "carts",
            "create_cart",
            "add_checkout",
            "add_checkin",
            "convert",
        ),
    ),
    Story(
        what=stories.borrow_and_bring_back,
        calls=("commit_checkout", "commit_checkin", "convert"),
        knobs={"organization": {"useTwoPhaseCommitOnKiosk": True}},
    ),
    Story(what=stories.find_the_list_of_another_device, calls=("cart",), knobs={"carts_listed": "ids"}),
    Story(what=stories.look_for_a_ladder, calls=("items", "categories", "category_items", "locations", "item")),
    Story(what=stories.look_for_a_ladder, calls=("category",), knobs={"categories_listed": "ids"}),
    Story(what=stories.cancel_half_a_reservation, calls=("reservations", "reservation", "remove_reserved_item")),
    Story(what=stories.change_the_day, calls=("change_checkout",)),
    Story(what=stories.take_both_off_the_list, calls=("remove_checkout", "remove_checkin")),
    Story(what=stories.leave_with_nothing, calls=("delete_cart",)),
    Story(what=stories.leave_with_nothing, calls=("log_out",), more="[login]\nlogout_call = true\n"),
    Story(what=stories.link_a_fob_and_come_again, calls=("renew_token",)),
    Story(
        what=stories.forget_the_password,
        calls=("reset_password",),
        more='[myturn.paths]\nreset_password = "/api/v1.1/reset-password"\n',
    ),
    Story(what=stories.name_a_project, calls=("projects",), knobs={"organization": {"projectsSupported": True}}),
    Story(
        what=stories.say_how_it_comes_back,
        calls=("statuses",),
        more='[returns]\ncondition_statuses = ["In maintenance"]\n',
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=[f"{each.what.__name__}-{each.calls[0]}" for each in STORIES])
def test_the_library_is_asked_for_it(story: Story, tmp_path: Path) -> None:
    async def told() -> set[str]:
        with SimulatorThread(knobs=Knobs(**story.knobs)) as library:  # type: ignore[arg-type]
            async with ChainedKiosk(tmp_path, library, story.more) as kiosk:
                await story.what(kiosk)
                await kiosk.until(lambda: all(map(kiosk.calls, story.calls)), f"the calls {story.calls}")
                return {call.name for call in library.library_state.calls() if call.status < 400}

    assert set(story.calls) <= asyncio.run(asyncio.wait_for(told(), 60))


def test_together_they_call_every_operation_of_the_table() -> None:
    assert {call for story in STORIES for call in story.calls} == set(OPERATIONS)
