"""Tests that the locked PySide6 can emit as many signals as a kiosk emits in a day."""

import subprocess
import sys

# Under Python 3.10 and 3.11, PySide6 6.12.0 loses a reference to True each time a signal is emitted. With this version,
# the program below aborts long before its last signal.
EMITS = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Reader(QObject):
    scanned = Signal(str, bool)

app = QCoreApplication([])
reader, seen = Reader(), []
reader.scanned.connect(lambda code, known: seen.append(known))
for number in range(20_000):
    reader.scanned.emit(str(number), True)
assert len(seen) == 20_000
"""


def test_twenty_thousand_signals_do_not_end_the_program() -> None:
    ended = subprocess.run([sys.executable, "-c", EMITS], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
