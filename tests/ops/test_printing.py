"""Tests of paper slips.

One part uses a real CUPS that prints into a file. The other part uses programs named `lp` that fail in many ways.
"""

import asyncio
import logging
import os
import time
from pathlib import Path

import pytest

from kiosk.ops.printing import LIMIT_S, SlipPrinter
from tests.ops.cups import can_run, running_cups, wait_for

SLIP = ("Millbrook Tool Library", "", "Back by Sat 5 Dec", "  Stichsäge Größe 2 — 18 V")


def printed(queue: str, environment: dict[str, str], *, limit_s: float = LIMIT_S) -> bool:
    return asyncio.run(SlipPrinter(queue, limit_s=limit_s, environment=environment).print_lines(SLIP))


def fake_lp(folder: Path, script: str) -> dict[str, str]:
    """Return an environment in which `lp` is this shell script."""
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_lp_is_given_the_slip_and_the_queue(tmp_path: Path) -> None:
    environment = fake_lp(tmp_path, f'cat >"{tmp_path}/slip"; echo "$LC_ALL $*" >"{tmp_path}/words"')
    assert printed("slips", environment)
    assert (tmp_path / "slip").read_text(encoding="utf-8") == "".join(f"{line}\n" for line in SLIP)
    assert (tmp_path / "words").read_text() == "C.UTF-8 -s -d slips -t Receipt -\n"


def test_a_failure_is_told_with_what_lp_said_and_without_the_slip(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    environment = fake_lp(tmp_path, "echo 'lp: Error - The printer or class does not exist.' >&2; exit 1")
    assert not printed("nowhere", environment)
    assert "The printer or class does not exist" in caplog.text
    assert "Stichs" not in caplog.text


def test_a_printer_that_hangs_is_left_after_its_time(tmp_path: Path) -> None:
    environment = fake_lp(tmp_path, f'echo $$ >"{tmp_path}/pid"; exec sleep 60')
    began = time.monotonic()
    assert not printed("slips", environment, limit_s=0.5)
    assert time.monotonic() - began < 3
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()


def test_a_machine_without_lp_prints_nothing(tmp_path: Path) -> None:
    assert not printed("slips", {"PATH": str(tmp_path)})


def test_the_loop_goes_on_while_lp_works(tmp_path: Path) -> None:
    go_on = tmp_path / "go-on"
    environment = fake_lp(tmp_path, f'until [ -e "{go_on}" ]; do sleep 0.01; done')

    async def both() -> bool:
        task = asyncio.create_task(SlipPrinter("slips", environment=environment).print_lines(SLIP))  # noqa: TID251 - no task group
        await asyncio.sleep(0)
        go_on.touch()
        return await task

    assert asyncio.run(both())


@pytest.mark.slow
@pytest.mark.skipif(not can_run(), reason="no CUPS here (Debian: cups-daemon, cups-client)")
def test_a_real_cups_prints_into_a_file() -> None:
    with running_cups() as cups:
        assert printed("slips", cups.environment)
        wait_for(lambda: cups.printed.exists() and cups.printed.stat().st_size > 0)
        assert cups.printed.read_text(encoding="utf-8") == "".join(f"{line}\n" for line in SLIP)
        assert not printed("nowhere", cups.environment)
        cups.tell("cupsreject", "slips")
        assert not printed("slips", cups.environment), "a queue that takes nothing"
    assert not printed("slips", cups.environment), "a server that is away"
