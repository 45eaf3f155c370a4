"""The library's own texts in a chosen language, over the real server."""

from pathlib import Path

from kiosk.domain.messages import ReadLibrary, TextsRead
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import Deeds


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
