"""Tests of a forgotten password in the installed command.

The kiosk asks the library for the mail with a new password. Before that, the member tries the screen in French.
"""

from pathlib import Path

import pytest

from kiosk.simulator import MEMBERS
from tests.e2e.desk import missing_parts
from tests.e2e.kiosk_process import RunningKiosk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
MARTA = MEMBERS[0]
NAMED = '[myturn.paths]\nreset_password = "/api/v1.1/reset-password"\n'


def test_a_mail_is_asked_for_and_the_password_typed_after_all(tmp_path: Path) -> None:
    with RunningKiosk(tmp_path, more=NAMED) as kiosk:
        desk = kiosk.desk
        desk.press("Language: Français")
        desk.wait_for("Rapportez les perceuses")
        desk.press("Langue\u00a0: English")
        desk.press("Log in without a fob")
        desk.press("Forgot your password?")
        desk.fill("Mail address or user name", MARTA.email)
        desk.screenshot(tmp_path / "forgot.png")
        desk.press("Send the mail")
        desk.wait_for("The library has been asked")
        desk.screenshot(tmp_path / "asked.png")
        assert kiosk.library.library_state.mails == [MARTA.email]

        desk.fill("User name or membership ID", MARTA.username)
        desk.fill("Password", MARTA.password)
        desk.press("Log in")
        desk.wait_for("Hello Marta")
        assert MARTA.email not in kiosk.log_text()
