"""Tests of the whole app with a CSV file as its lending system.

The tests show that a new lending system can be added without a change of the settings or of the app.
"""

import csv
from pathlib import Path

import pytest

from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.app.systems import LendingSystem
from kiosk.settings.model import KioskSettings, Player, Settings, SoundSettings
from kiosk.settings.text_values import Display
from tests.app.standing import MARTA, StandingKiosk
from tests.backends import csv_library
from tests.backends.houses import csv_file, csv_system
from tests.backends.visits import FREE, MINE, TAKEN

MOST_LINES = 80


class StandingFile(StandingKiosk):
    """The whole app, with a CSV file as its lending system."""

    def _opened(self) -> Settings:
        self.file = csv_file(self.folder)
        return Settings(
            kiosk=KioskSettings(state_dir=self.folder / "state", display=Display(window=(1280, 800))),
            sound=SoundSettings(player=Player.OFF),
            scanners=(
                ScannerSpec("fob", Reads.FOBS, Driver.SERIAL, port=str(self.fobs.port)),
                ScannerSpec("items", Reads.ITEMS, Driver.SERIAL, port=str(self.items.port)),
            ),
        )

    def _system(self) -> LendingSystem:
        return csv_system(self.file)

    def holders(self) -> dict[str, str]:
        """Read the file, and return a table from the label of each tool to the member who has the tool on loan."""
        with self.file.open(newline="") as file:
            return {row[0]: row[2] for row in csv.reader(file)}


@pytest.mark.slow
async def test_a_visit_that_borrows_gives_back_and_is_refused_changes_the_file(tmp_path: Path) -> None:
    async with StandingFile(tmp_path) as kiosk:
        await kiosk.press("Log in without a fob")
        await kiosk.log_in(MARTA)
        await kiosk.sees("Hello Marta", "Tile cutter")
        kiosk.scan(FREE)
        await kiosk.sees("Drill, borrowed, due")
        assert kiosk.holders()[FREE] == "marta"
        kiosk.scan(MINE)
        await kiosk.sees("Tile cutter, given back")
        assert kiosk.holders()[MINE] == ""
        kiosk.scan(TAKEN)
        await kiosk.sees("Somebody else has it")
        await kiosk.press_first("Done")
        await kiosk.sees("Confirmed 2 of 3", "Somebody else has it")
        assert kiosk.holders()[TAKEN] == "theo"


def test_it_needs_few_lines() -> None:
    """CsvBackend has few lines, because a back end needs no code for the abilities that its lending system lacks."""
    lines = Path(csv_library.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_LINES
