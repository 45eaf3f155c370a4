"""Tests of the mail for a new password: the kiosk asks for the mail once.

The back end does not tell the caller if the library knows the name.
"""

import logging

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.simulator import SimulatorThread
from tests.backends.visits import Visit, at

MARTA_MAIL = "marta@members.example"


@pytest.mark.parametrize("name", [MARTA_MAIL, "MARTA", "1001"])
def test_a_member_gets_a_mail(library: SimulatorThread, name: str) -> None:
    async def story(visit: Visit) -> None:
        await visit.backend.reset_password(name, "en")

    at(library, story, enter=None)
    assert library.library_state.mails == [MARTA_MAIL]


def test_for_a_stranger_the_answer_is_the_same(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.backend.reset_password("nobody@members.example", "en")

    at(library, story, enter=None)
    assert library.library_state.mails == []


def test_the_call_takes_the_name_under_the_field_that_the_settings_say(library: SimulatorThread) -> None:
    library.control.turn(reset_field="query")

    async def story(visit: Visit) -> None:
        await visit.backend.reset_password("marta", "en")

    at(library, story, enter=None)
    assert library.library_state.mails == []
    at(library, story, enter=None, reset_field="query")
    assert library.library_state.mails == [MARTA_MAIL]


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_no_to_this_name_is_no_other_answer(library: SimulatorThread, status: int) -> None:
    library.control.fault("reset_password", "status", status=status)

    async def story(visit: Visit) -> None:
        await visit.backend.reset_password("marta", "en")

    at(library, story, enter=None)


@pytest.mark.parametrize("status", [401, 403, 404, 405])
def test_a_call_that_is_not_there_is_a_mistake_of_the_settings(library: SimulatorThread, status: int) -> None:
    library.control.fault("reset_password", "status", status=status)

    async def story(visit: Visit) -> None:
        with pytest.raises(MisconfiguredError, match="reset_password"):
            await visit.backend.reset_password("marta", "en")

    at(library, story, enter=None)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("drop", {}), ("refuse", {}), ("html", {}), ("status", {"status": 503}), ("status", {"status": 429})],
)
def test_without_an_answer_nothing_is_promised_and_nothing_sent_twice(
    library: SimulatorThread, kind: str, more: dict[str, int]
) -> None:
    library.control.fault("reset_password", kind, **more)

    async def story(visit: Visit) -> None:
        with pytest.raises(ServerAwayError):
            await visit.backend.reset_password("marta", "en")
        assert visit.called()["reset_password"] == 1

    at(library, story, enter=None)


def test_no_log_names_the_member(library: SimulatorThread, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    library.control.fault("reset_password", "drop")

    async def story(visit: Visit) -> None:
        with pytest.raises(ServerAwayError):
            await visit.backend.reset_password("marta", "en")

    at(library, story, enter=None)
    assert "marta" not in caplog.text
