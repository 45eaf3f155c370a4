"""Tests of the library's texts in a chosen language, over the real server."""

import logging
from pathlib import Path

import pytest

from kiosk.domain.messages.answers import SignedIn
from kiosk.domain.messages.effects import ReadLibrary, SignIn, SpeakLanguage
from kiosk.domain.messages.events import TextsRead
from kiosk.domain.model import Secret, VisitId
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import MARTA, Deeds


async def test_the_library_s_texts_are_read_in_the_language_that_is_asked_for(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        deeds.ask(ReadLibrary("fr"))
        answer = await deeds.answer(TextsRead)
        assert answer.language == "fr"
        assert "Lames et mèches" in answer.texts.home


async def test_texts_that_the_settings_file_says_are_said_in_every_language(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library, more='[overrides]\nkioskHomeText = "Ours"\n') as deeds:
        deeds.ask(ReadLibrary("fr"))
        assert (await deeds.answer(TextsRead)).texts.home == "Ours"


async def test_texts_that_cannot_be_read_are_no_answer_and_no_trouble(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        await deeds.until_called("organization")
        for _ in range(10):
            library.control.fault("organization", "status", status=404)
        asked = deeds.calls("organization")
        deeds.ask(ReadLibrary("fr"))
        await deeds.until(lambda: deeds.calls("organization") > asked)
        library.control.clear_faults()
        deeds.ask(ReadLibrary("de"))
        assert (await deeds.answer(TextsRead)).language == "de"


async def test_a_language_chosen_before_the_sign_in_is_no_trouble_in_the_log(
    tmp_path: Path, library: SimulatorThread, caplog: pytest.LogCaptureFixture
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = VisitId(deeds.number())
        deeds.ask(SpeakLanguage(visit, "fr"))
        deeds.ask(SignIn(visit, MARTA.username, Secret(MARTA.password)))
        await deeds.answer(SignedIn)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
