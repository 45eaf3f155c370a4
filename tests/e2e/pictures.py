"""A script that takes the pictures for the README from the running kiosk: `python -m tests.e2e.pictures FOLDER`."""

import sys
import tempfile
from pathlib import Path

from kiosk.simulator import MEMBERS
from tests.e2e.kiosk_process import RunningKiosk


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


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ".readme")
    target.mkdir(parents=True, exist_ok=True)
    take(target)
