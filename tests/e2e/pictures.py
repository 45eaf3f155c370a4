"""A script that takes the pictures for the README from the running kiosk: `python -m tests.e2e.pictures FOLDER`."""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kiosk.simulator import MEMBERS
from tests.e2e.kiosk_process import RunningKiosk
from tests.e2e.sierra_process import RunningSierra


def take(folder: Path) -> None:
    """Take pictures of Welcome, of a basket with every kind of line, and of its receipt."""
    marta = MEMBERS[0]
    with tempfile.TemporaryDirectory() as scratch, RunningKiosk(Path(scratch)) as kiosk:
        kiosk.desk.wait_for("Reader ready")
        kiosk.desk.screenshot(folder / "welcome.png")
        kiosk.fobs.scan(marta.fob)
        kiosk.desk.fill("User name or membership ID", marta.username)
        kiosk.desk.fill("Password", marta.password)
        kiosk.desk.press("Link fob")
        kiosk.desk.wait_for("Hello Marta")
        for code in ("DR-0142", "LVL-0002", "WASH-0031", "SAND-0019"):
            kiosk.items.scan(code)
        kiosk.desk.wait_for("2 to borrow", "1 to bring back", "1 refused")
        # First wait until the notice, which covers the library's name, is gone.
        kiosk.desk.wait_for("Millbrook Tool Library", timeout_s=30)
        kiosk.desk.screenshot(folder / "basket.png")
        kiosk.desk.press("Remove WASH-0031")
        kiosk.desk.press("Finish. 3 tools are ready")
        kiosk.desk.wait_for("Confirmed 3 of 3")
        kiosk.desk.screenshot(folder / "receipt.png")


def take_at_sierra(folder: Path) -> None:
    """Take pictures of a member's loans and of a list of scans, at a library with Sierra."""
    with tempfile.TemporaryDirectory() as scratch, RunningSierra(Path(scratch)) as kiosk:
        kiosk.log_in()
        kiosk.desk.wait_for("Wanted back since", "1 item is ready for you", "Number 2 of 3 in the queue")
        kiosk.desk.screenshot(folder / "sierra-home.png")
        kiosk.items.scan("30800000001001")
        kiosk.desk.wait_for("Cordless drill 18 V (Bosch GSR 18V-55), borrowed, due")
        kiosk.items.scan("30800000001010")
        kiosk.desk.wait_for("Cordless nailer (DeWALT DCN680), given back")
        kiosk.items.scan("30800000002002")
        kiosk.desk.wait_for("Sharpening by hand, refused")
        kiosk.desk.screenshot(folder / "sierra-list.png")


def make_small(path: Path) -> None:
    """Save the picture with only its 256 most frequent colours. Its file becomes several times smaller."""
    picture = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    frequent = Counter(memoryview(picture.constBits()).cast("I")).most_common(256)
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    small = picture.convertToFormat(QImage.Format.Format_Indexed8, [colour for colour, _ in frequent], flags)
    assert small.save(str(path), quality=0)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ".readme")
    target.mkdir(parents=True, exist_ok=True)
    take(target)
    take_at_sierra(target)
    for picture in target.glob("*.png"):
        make_small(picture)
