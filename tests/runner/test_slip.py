"""Tests of printing a paper slip: the runner gets the effect, and the program `lp` gets the text."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.messages.answers import SlipAnswered
from kiosk.domain.messages.effects import PutOnPaper
from kiosk.domain.model import VisitId
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import Deeds

VISIT = VisitId(7)
QUEUE = '[printer]\nqueue = "slips"\n'


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Return a function that returns the name of the queue and the printed text, or an empty text.

    In these tests, `lp` is a script that writes both to a file. It fails if there is a file `jammed`.
    """
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(
        f'#!/bin/sh\n[ -e "{tmp_path}/jammed" ] && exit 1\necho "$3" >"{tmp_path}/slip"; cat >>"{tmp_path}/slip"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    slip = tmp_path / "slip"
    return lambda: slip.read_text(encoding="utf-8") if slip.exists() else ""


async def test_a_slip_is_printed_into_the_queue_of_the_settings(
    tmp_path: Path, library: SimulatorThread, paper: Callable[[], str]
) -> None:
    async with Deeds(tmp_path, library, more=QUEUE) as deeds:
        deeds.ask(PutOnPaper(VISIT, ("Back by Sat 5 Dec", "- Säge")))
        assert await deeds.answer(SlipAnswered) == SlipAnswered(VISIT, ok=True)
    assert paper() == "slips\nBack by Sat 5 Dec\n- Säge\n"


async def test_a_printer_that_takes_nothing_is_an_answer(
    tmp_path: Path, library: SimulatorThread, paper: Callable[[], str]
) -> None:
    (tmp_path / "jammed").touch()
    async with Deeds(tmp_path, library, more=QUEUE) as deeds:
        deeds.ask(PutOnPaper(VISIT, ("x",)))
        assert await deeds.answer(SlipAnswered) == SlipAnswered(VISIT, ok=False)


async def test_without_a_queue_there_is_an_answer_too(
    tmp_path: Path, library: SimulatorThread, paper: Callable[[], str]
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        deeds.ask(PutOnPaper(VISIT, ("x",)))
        assert await deeds.answer(SlipAnswered) == SlipAnswered(VISIT, ok=False)
    assert paper() == ""
