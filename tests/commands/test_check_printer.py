"""Tests of the findings of `lending-kiosk check` about a printer for slips, with a real CUPS in each of its states."""

from pathlib import Path

import pytest

from kiosk.commands.checks.machine import check_printer
from kiosk.commands.checks.result import Mark
from tests.commands.kiosk_files import KioskFiles, here, lines
from tests.ops.cups import can_run, running_cups


def said(queue: str, environment: dict[str, str]) -> tuple[Mark, str, str]:
    (finding,) = check_printer(queue, environment)
    return finding.mark, finding.text, finding.advice


@pytest.mark.slow
@pytest.mark.skipif(not can_run(), reason="no CUPS here (Debian: cups-daemon, cups-client)")
def test_a_queue_in_each_of_its_states() -> None:
    with running_cups() as cups:
        assert said("slips", cups.environment) == (Mark.OK, 'slips are printed by the queue "slips"', "")
        assert said("slisp", cups.environment)[:2] == (
            Mark.WARNING,
            'CUPS has no queue "slisp", or does not answer',
        )
        cups.tell("cupsdisable", "slips")
        assert said("slips", cups.environment)[2] == "cupsenable slips"
        cups.tell("cupsreject", "slips")
        assert said("slips", cups.environment)[2] == "cupsaccept slips"
    assert said("slips", cups.environment)[1] == 'CUPS has no queue "slips", or does not answer'


def test_a_machine_that_cannot_print(tmp_path: Path) -> None:
    mark, _, advice = said("slips", {"PATH": str(tmp_path)})
    assert (mark, advice) == (Mark.WARNING, "apt install cups-client")


@pytest.mark.slow
def test_it_is_asked_for_only_where_there_is_one(files: KioskFiles) -> None:
    words = ("check", "--config", files.write(), "--no-server", "--no-readers")
    assert "Printer" not in here(*words).stdout
    config = Path(files.write())
    config.write_text(config.read_text() + '\n[printer]\nqueue = "no-such-queue"\n')
    ended = here("check", "--config", str(config), "--no-server", "--no-readers")
    assert any("no-such-queue" in line or "no program lp" in line for line in lines(ended, "warning"))
