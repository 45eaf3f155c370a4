"""Tests of a wait that Ctrl+C or SIGTERM ends, also if a second signal comes at any moment."""

import os
import signal
import subprocess
import sys

import pytest

from hardware.until_signal import until_signal

WAITS_OFTEN = """\
import signal
from hardware.until_signal import until_signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
for _ in range(3000):
    with until_signal() as until:
        print("waiting", flush=True)
        until.wait()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_end_it(number: signal.Signals) -> None:
    former = signal.getsignal(number)
    with until_signal() as until:
        os.kill(os.getpid(), number)
        assert until.wait(10)
    assert signal.getsignal(number) is former


def test_another_signal_does_not() -> None:
    former = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        with until_signal() as until:
            os.kill(os.getpid(), signal.SIGUSR1)
        assert not until.is_set()
    finally:
        signal.signal(signal.SIGUSR1, former)


@pytest.mark.slow
def test_a_second_signal_on_the_heels_of_the_first_is_no_trap() -> None:
    """Send two signals, one directly after the other, to each of 3,000 waits.

    If the signal handler set an Event directly, one wait in a few thousand would never end.
    """
    with subprocess.Popen([sys.executable, "-c", WAITS_OFTEN], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for number, _ in enumerate(process.stdout):
            os.kill(process.pid, signal.SIGTERM)
            # Wait for a different time in each round, so that the second signal comes at every step of the wait.
            for _pause in range(number % 100 * 10):
                pass
            os.kill(process.pid, signal.SIGTERM)
    assert process.returncode == 0
