"""Tests of Sierra's holds, which the kiosk shows as reservations.

The tests read the place in the queue, the pick-up place and the last day of a hold, and cancel holds.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.backends.sierra.holds import Holds, queue_of
from kiosk.backends.sierra.schema import HoldAnswer, HoldStatus
from kiosk.domain.model import InDoubt, NotSent, RefusalKind, Refused
from kiosk.domain.reservations import Queue, Released, Reservation
from kiosk.domain.terms import ReservationId
from tests.backends.sierra.desk import ROLES, Answer, Counter, error, told, whole

HOLDS = "GET /patrons/1042514/holds"
CANCEL = "DELETE /patrons/holds/88"
BASE = "https://example-library.edu/iii/sierra-api/v6"
ITEMS: dict[str, Sequence[Answer]] = {
    "GET /items": [
        (
            200,
            {"entries": [{"id": "1000020", "bibIds": ["2000020"], "barcode": " 31882 00417 ", "callNumber": "|aT 7"}]},
        )
    ],
    "GET /bibs": [(200, {"entries": [{"id": "2000020", "title": "Extension ladder 4 m /"}]})],
}
LADDER = {"record": f"{BASE}/items/1000020", "recordType": "i", "status": {"code": "i", "name": "ready"}}


def hold(ident: int = 88, **more: Any) -> dict[str, Any]:
    """Return a hold in the form in which Sierra sends it."""
    place = {"code": "mill ", "name": "Millbrook, main desk   "}
    return {"id": f"{BASE}/patrons/holds/{ident}", "pickupLocation": place, "priority": 1} | LADDER | more


def listed(*holds: dict[str, Any]) -> dict[str, Sequence[Answer]]:
    return {HOLDS: [(200, {"total": len(holds), "entries": list(holds)})]}


async def reserving(here: Counter) -> Holds:
    part = (await here.enter()).reserving
    assert part is not None
    return part


async def read(here: Counter) -> tuple[Reservation, ...]:
    return await (await reserving(here)).reservations()


@pytest.mark.parametrize("written", ["2026-12-02", "2026-12-02T09:00:00Z"])
def test_a_ready_hold_says_what_is_kept_where_and_until_when(written: str) -> None:
    async def story(here: Counter) -> None:
        (one,) = await read(here)
        assert (one.ident, one.starts, one.ends, one.queue) == ("88", None, date(2026, 12, 2), None)
        assert (one.pick_up, one.can_cancel) == ("Millbrook, main desk", True)
        (item,) = one.items
        assert (item.code, item.name, item.ident, item.shelf) == (
            "31882 00417",
            "Extension ladder 4 m",
            "1000020",
            "T 7",
        )
        (asked,) = here.desk.of(HOLDS)
        assert {"record", "priorityQueueLength", "pickupByDate"} <= set(asked.query["fields"].split(","))

    told(story, listed(hold(pickupByDate=written)) | ITEMS)


@pytest.mark.parametrize("written", ["", "soon", None])
def test_a_ready_hold_may_not_say_until_when(written: str | None) -> None:
    async def story(here: Counter) -> None:
        (one,) = await read(here)
        assert (one.ends, one.queue) == (None, None)

    told(story, listed(hold(pickupByDate=written)) | ITEMS)


def test_a_hold_that_is_over_is_left_out() -> None:
    async def story(here: Counter) -> None:
        assert [each.ident for each in await read(here)] == ["89"]

    told(story, listed(hold(pickupByDate="2026-11-19"), hold(89, pickupByDate="2026-11-20")) | ITEMS)


def test_a_hold_on_a_title_has_no_item() -> None:
    async def story(here: Counter) -> None:
        (one,) = await read(here)
        assert (one.items, one.title, one.queue) == ((), "Extension ladder 4 m", Queue(2, 3))
        assert here.desk.of("GET /items") == []

    waits = hold(record=f"{BASE}/bibs/2000020", recordType="b", status={"code": "0"}, priority=2, priorityQueueLength=3)
    told(story, listed(waits) | ITEMS)


@pytest.mark.parametrize(
    ("volume", "title"),
    [
        ({"volume": "Season 1", "bibs": [f"{BASE}/bibs/2000020"]}, "Extension ladder 4 m, Season 1"),
        ({"volume": "v.2 /", "bibs": ["2000020"]}, "Extension ladder 4 m, v.2"),
        ({"bibs": [2000020]}, "Extension ladder 4 m"),
        ({"volume": "Season 1", "bibs": [f"{BASE}/bibs/77"]}, "Season 1"),
        ({"volume": "Season 1"}, "Season 1"),
        ({}, ""),
    ],
)
def test_a_hold_on_a_volume_has_the_title_and_the_name_of_the_volume(volume: dict[str, Any], title: str) -> None:
    async def story(here: Counter) -> None:
        (one,) = await read(here)
        assert (one.items, one.title) == ((), title)
        (asked,) = here.desk.of("GET /volumes")
        assert (asked.query["id"], asked.query["fields"]) == ("1000057", "volume,bibs")

    waits = hold(record=f"{BASE}/volumes/1000057", recordType="j", status={"code": "0"})
    told(story, listed(waits) | ITEMS | {"GET /volumes": [(200, {"entries": [{"id": "1000057"} | volume]})]})


@pytest.mark.parametrize("answer", [error(116, 403), error(107, 404), (404, None), (500, None), (200, ["odd"]), None])
def test_a_volume_that_cannot_be_read_leaves_its_hold_without_a_title(answer: Answer) -> None:
    async def story(here: Counter) -> None:
        (one,) = await read(here)
        assert (one.ident, one.title) == ("88", "")

    waits = hold(record=f"{BASE}/volumes/1000057", recordType="j", status={"code": "0"})
    told(story, listed(waits) | {"GET /volumes": [answer]})


def test_titles_that_cannot_be_read_take_nothing_away() -> None:
    async def story(here: Counter) -> None:
        item, title, volume = await read(here)
        assert [each.ident for each in item.items] == ["1000020"]
        assert (title.items, title.title, volume.items, volume.title) == ((), "", (), "")

    title = hold(89, record=f"{BASE}/bibs/2000020", recordType="b")
    volume = hold(90, record=f"{BASE}/volumes/5", recordType="j", status={"code": "j"})
    told(story, listed(hold(), title, volume) | {"GET /items": [(500, None)], "GET /bibs": [(500, None)]})


@pytest.mark.parametrize(
    ("code", "priority", "length", "first", "queue"),
    [
        ("i", 1, 4, 1, None),
        ("b", 1, 4, 1, None),
        ("j ", None, None, 1, None),
        ("0", 2, 4, 1, Queue(2, 4)),
        ("0", 1, 4, 0, Queue(2, 4)),
        ("0", 0, 4, 0, Queue(1, 4)),
        ("0", 0, 4, 1, Queue(None, 4)),
        ("0", 7, 4, 1, Queue(4, 4)),
        ("0", 3, None, 1, Queue(3)),
        ("0", 3, 0, 1, Queue(3)),
        ("", None, None, 1, Queue()),
        ("t", 1, 4, 1, Queue(1, 4, is_coming=True)),
    ],
)
def test_the_place_in_the_queue(
    code: str, priority: int | None, length: int | None, first: int, queue: Queue | None
) -> None:
    found = HoldAnswer("88", HoldStatus(code), priority=priority, priority_queue_length=length)
    assert queue_of(found, first) == queue


def test_a_hold_of_which_the_status_is_not_said_is_not_ready() -> None:
    assert queue_of(HoldAnswer("88")) == Queue()


@pytest.mark.parametrize("desk", [{"code": "mill "}, {"code": "mill", "name": "  "}])
def test_a_place_without_a_name_is_its_code(desk: dict[str, str]) -> None:
    async def story(here: Counter) -> None:
        assert (await read(here))[0].pick_up == "mill"

    told(story, listed(hold(pickupLocation=desk)) | ITEMS)


def test_a_site_may_not_know_every_field() -> None:
    async def story(here: Counter) -> None:
        (one,) = await read(here)
        assert one.ends is None
        assert [("priorityQueueLength" in each.query["fields"]) for each in here.desk.of(HOLDS)] == [True, False]

    wrong = error(108, 400, "Invalid parameter : priorityQueueLength is not a valid field", name="Invalid parameter")
    told(story, {HOLDS: [wrong, (200, {"entries": [hold()]})]} | ITEMS)


@pytest.mark.parametrize("nothing", [error(107, 404), (200, {"total": 0, "entries": []}), (200, {"total": 0})])
def test_nothing_is_kept(nothing: Answer) -> None:
    async def story(here: Counter) -> None:
        assert await read(here) == ()
        assert here.desk.of("GET /items") == []
        assert here.desk.of("GET /bibs") == []

    told(story, {HOLDS: [nothing]})


def test_they_are_read_to_the_last_page() -> None:
    async def story(here: Counter) -> None:
        assert len(await read(here)) == 101
        assert [each.query["offset"] for each in here.desk.of(HOLDS)] == ["0", "99"]

    waiting = {"record": None, "status": {"code": "0"}}
    first = [hold(number, **waiting) for number in range(100)]
    told(story, {HOLDS: [(200, {"entries": first}), (200, {"entries": [first[-1], hold(100, **waiting)]})]})


def test_a_key_without_the_role_takes_the_part_away() -> None:
    async def story(here: Counter) -> None:
        identity = await here.backend.probe()
        assert "Patrons Hold CRUD" in str(identity)
        assert (await here.enter()).reserving is None
        assert here.desk.of(HOLDS) == []

    roles = [each for each in ROLES if each != "Patrons Hold CRUD"]
    told(story, {"GET /info/token": [(200, {"roles": roles})]})


def test_a_refusal_for_the_role_takes_the_part_away_until_the_next_probe() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        assert account.reserving is not None
        with pytest.raises(MisconfiguredError):
            await account.reserving.reservations()
        again = await here.enter()
        assert again.reserving is None
        await here.backend.probe()
        assert (await here.enter()).reserving is not None

    told(story, {HOLDS: [error(116, 403, name="Forbidden")]})


# --- cancelling ---


async def cancelled(here: Counter) -> object:
    account = await here.enter()
    account.speak("fr")
    assert account.reserving is not None
    return await account.reserving.release(ReservationId("88"), None)


@pytest.mark.parametrize("answer", [(204, None), error(107, 404, "Record not found", name="Record not found")])
def test_a_hold_is_cancelled_and_one_that_is_gone_is_cancelled_too(answer: Answer) -> None:
    async def story(here: Counter) -> None:
        assert await cancelled(here) == Released(None)
        assert here.log.story == ["reservation done"]
        (asked,) = here.desk.of(CANCEL)
        assert asked.headers["accept-language"].startswith("fr")
        assert here.desk.of(HOLDS) == []

    told(story, {CANCEL: [answer]})


@pytest.mark.parametrize("answer", [
    None, (200, None), (500, None), (200, {"x": 1}), error(109, 500, "Internal"), whole(302, None),
])  # fmt: skip
def test_a_lost_answer_is_settled_by_the_holds(answer: Answer) -> None:
    async def gone(here: Counter) -> None:
        assert await cancelled(here) == Released(None)
        assert len(here.desk.of(CANCEL)) == 1
        assert here.log.story == ["reservation done"]

    told(gone, {CANCEL: [answer]} | listed(hold(89)))

    async def there(here: Counter) -> None:
        assert await cancelled(here) == Released(None)
        assert len(here.desk.of(CANCEL)) == 2
        assert here.log.story == ["reservation unknown", "reservation done"]

    told(there, {CANCEL: [answer, (204, None)]} | listed(hold()))


def test_a_hold_that_stays_in_spite_of_three_tries_is_in_doubt() -> None:
    async def story(here: Counter) -> None:
        assert await cancelled(here) == InDoubt()
        assert here.log.story == ["reservation unknown"] * 3

    told(story, {CANCEL: [(500, None)]} | listed(hold()))


def test_nobody_knows_if_the_holds_cannot_be_read_either() -> None:
    async def story(here: Counter) -> None:
        assert await cancelled(here) == InDoubt()
        assert here.log.story == ["reservation unknown"]

    told(story, {CANCEL: [None], HOLDS: [(500, None)]})


@pytest.mark.parametrize("answer", [
    error(132, 500, "XCirc error : This hold cannot be cancelled"),
    error(134, 403, "WebPAC Error : This hold cannot be cancelled", name="WebPAC Error"),
])  # fmt: skip
def test_a_refusal_says_why(answer: Answer) -> None:
    async def story(here: Counter) -> None:
        said = await cancelled(here)
        assert isinstance(said, Refused)
        assert (said.refusal.kind, said.refusal.words) == (RefusalKind.OTHER, "This hold cannot be cancelled")
        assert here.log.story == ["reservation refused"]

    told(story, {CANCEL: [answer]})


def test_a_dead_token_is_fetched_again_and_nothing_else_is_tried() -> None:
    async def story(here: Counter) -> None:
        assert await cancelled(here) == Released(None)
        assert here.log.story == ["reservation not_sent", "reservation done"]
        assert len(here.desk.of("POST /token")) == 2

    told(story, {CANCEL: [error(123, 401, "invalid_grant", name="Unauthorized"), (204, None)]})


def test_without_a_token_nothing_is_sent() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        assert account.reserving is not None
        here.clock[0] += 3600
        here.desk.says["POST /token"] = [(503, None)]
        assert await account.reserving.release(ReservationId("88"), None) == NotSent()
        here.desk.says["POST /token"] = [(401, None)]
        with pytest.raises(MisconfiguredError):
            await account.reserving.release(ReservationId("88"), None)
        assert here.desk.of(CANCEL) == []
        assert here.log.story == ["reservation not_sent"] * 2

    told(story)


@pytest.mark.parametrize(("answer", "outcome"), [((429, None), NotSent()), ((405, None), None)])
def test_other_answers_mean_what_they_mean_for_every_write(answer: Answer, outcome: object) -> None:
    async def story(here: Counter) -> None:
        if outcome is None:
            with pytest.raises(MisconfiguredError):
                await cancelled(here)
        else:
            assert await cancelled(here) == outcome
        assert here.log.story == ["reservation not_sent"]

    told(story, {CANCEL: [answer]})


def test_holds_that_cannot_be_read_are_said_to_be_unknown() -> None:
    async def story(here: Counter) -> None:
        part = await reserving(here)
        with pytest.raises(ServerAwayError):
            await part.reservations()

    told(story, {HOLDS: [(503, None)]})
