"""Tests of `lending-kiosk check` with digital systems beside a main system.

If a digital system does not work, the check goes on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.exit_codes import ExitCode
from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, SITE_ID, EhubThread
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    WEBSITE_ID,
    OverdriveThread,
)
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraThread
from tests.commands.kiosk_files import NO_KIOSK_HERE
from tests.commands.test_check_ehub import said

pytestmark = [pytest.mark.slow, NO_KIOSK_HERE]

SETTINGS = """
[kiosk]
backend = "sierra"
time_zone = "America/New_York"
state_dir = "{folder}/state"
digital = ["overdrive", "ehub"]
[sound]
player = "off"
[sierra]
url = "{sierra}"
key_file = "{folder}/sierra-key"
[library]
name = "Millbrook"
[login]
fob = "card"
[overdrive]
library_id = {library_id}
website_id = {website_id}
authorization_name = "{authorization_name}"
client_file = "{folder}/overdrive-client"
items = "OD-(.+)"
request_timeout_s = 2.0
[overdrive.hosts]
oauth = "{overdrive}"
oauth_patron = "{overdrive}"
api = "{overdrive}"
patron = "{overdrive}"
[ehub]
url = "{ehub}"
site_id = "{site_id}"
consumer_id = {consumer_id}
key_file = "{folder}/ehub-key"
label = "Riverside"
remember_loans = true
request_timeout_s = 2.0
"""


@dataclass
class Systems:
    """A settings file for three simulated systems, and the key files of these systems."""

    folder: Path
    sierra: SierraThread
    overdrive: OverdriveThread
    ehub: EhubThread
    keys: dict[str, str] = field(
        default_factory=lambda: {
            "sierra-key": f"{KEY}:{KEY_SECRET}",
            "overdrive-client": f"{CLIENT_KEY}:{CLIENT_SECRET}",
            "ehub-key": SECRET_KEY,
        }
    )

    def write(self, text: str = SETTINGS) -> Path:
        for name, key in self.keys.items():
            (self.folder / name).write_text(key)
            (self.folder / name).chmod(0o600)
        path = self.folder / "kiosk.toml"
        path.write_text(
            text.format(
                folder=self.folder,
                sierra=self.sierra.url,
                overdrive=self.overdrive.url,
                library_id=LIBRARY_ID,
                website_id=WEBSITE_ID,
                authorization_name=AUTHORIZATION_NAME,
                ehub=self.ehub.url,
                site_id=SITE_ID,
                consumer_id=CONSUMER_ID,
            )
        )
        return path


@pytest.fixture(scope="module")
def _running() -> Iterator[tuple[SierraThread, OverdriveThread, EhubThread]]:
    with SierraThread() as sierra, OverdriveThread() as overdrive, EhubThread() as ehub:
        yield sierra, overdrive, ehub


@pytest.fixture
def systems(_running: tuple[SierraThread, OverdriveThread, EhubThread], tmp_path: Path) -> Systems:
    for each in _running:
        each.control.reset()
    return Systems(tmp_path, *_running)


def test_each_system_answers_and_each_key_is_looked_at(systems: Systems) -> None:
    code, found = said(systems.write(), "ok", "note")
    assert code == ExitCode.OK
    assert "Sierra: Millbrook; OverDrive" in found
    assert "a content provider of eHUB, v1" in found
    assert found.count("the key of the lending system is in") == 3
    assert "it believes the kiosk, which names the members of the main system" in found
    assert "the kiosk shows only the loans that members make here" in found
    assert "trusted card" not in found
    assert SECRET_KEY not in found


def test_a_digital_system_that_does_not_work_is_a_warning_with_advice(systems: Systems) -> None:
    systems.ehub.control.go_away()
    systems.overdrive.control.go_away()
    code, found = said(systems.write(), "warning")
    assert code == ExitCode.OK
    for name in ("Libby", "Riverside"):
        assert f"{name} does not work now" in found
    assert "> only its own part of the page says so" in found


def test_a_digital_system_whose_key_is_missing_is_left_out_and_the_rest_is_checked(systems: Systems) -> None:
    del systems.keys["ehub-key"]
    code, found = said(systems.write(), "warning")
    assert code == ExitCode.OK
    assert "Riverside is left out: [ehub] key_file: " in found
    assert "is not there: write the secret key of your content provider into it" in found
    assert "> put it right, then start the kiosk again" in found
    _, right = said(systems.write(), "ok")
    assert right.count("the key of the lending system is in") == 2


def test_a_claim_that_the_main_system_cannot_fill_is_a_problem(systems: Systems) -> None:
    text = SETTINGS.replace('backend = "sierra"\ntime_zone = "America/New_York"\n', "").replace("[sierra]", "[myturn]")
    text = text.replace('key_file = "{folder}/sierra-key"\n', "").replace('fob = "card"', 'fob = "linked"')
    code, found = said(systems.write(text.replace('[library]\nname = "Millbrook"\n', "")))
    assert code == ExitCode.CONFIG
    assert 'ehub.claims: found "libraryCard"' in found
    assert '["patronId"], beside this system: a member of myTurn can log in by user name' in found
