"""Tests of `lending-kiosk check` with a simulated OverDrive: each mistake gives a finding that says what to do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.app.system_key import OVERDRIVE_CLIENT
from kiosk.assets import asset
from kiosk.commands.checks.unit import UNIT, read_unit
from kiosk.exit_codes import ExitCode
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    WEBSITE_ID,
    OverdriveThread,
)
from tests.backends.wires import free_port
from tests.commands.kiosk_files import NO_KIOSK_HERE, here

pytestmark = [pytest.mark.slow, NO_KIOSK_HERE]

HOSTS = ("oauth", "oauth_patron", "api", "patron")


@pytest.fixture(scope="module")
def _running() -> Iterator[OverdriveThread]:
    with OverdriveThread() as running:
        yield running


@pytest.fixture
def overdrive(_running: OverdriveThread) -> OverdriveThread:
    _running.control.reset()
    return _running


@dataclass
class OverDriveFiles:
    """The settings file and the key file of a kiosk. `more` are lines for the table [overdrive]."""

    folder: Path
    url: str
    more: str = ""
    library_id: int = LIBRARY_ID

    @property
    def key(self) -> Path:
        """Return the path of the key file."""
        return self.folder / "overdrive-client"

    def keep_key(self, text: str = f"{CLIENT_KEY}:{CLIENT_SECRET}") -> None:
        """Write the key file."""
        self.key.write_text(text)
        self.key.chmod(0o600)

    def write(self, *, names_key: bool = True) -> Path:
        """Write the settings file, and return its path."""
        config = self.folder / "kiosk.toml"
        hosts = "".join(f'{host} = "{self.url}"\n' for host in HOSTS)
        key = f'client_file = "{self.key}"\n' if names_key else ""
        config.write_text(
            f'[kiosk]\nbackend = "overdrive"\nstate_dir = "{self.folder / "state"}"\n'
            f"[overdrive]\nlibrary_id = {self.library_id}\nwebsite_id = {WEBSITE_ID}\n"
            f'authorization_name = "{AUTHORIZATION_NAME}"\nrequest_timeout_s = 2.0\n{key}{self.more}'
            f'[overdrive.hosts]\n{hosts}[library]\nname = "Millbrook"\n[login]\nfob = "card"\n[sound]\nplayer = "off"\n'
        )
        return config


@pytest.fixture
def files(tmp_path: Path, overdrive: OverdriveThread) -> OverDriveFiles:
    made = OverDriveFiles(tmp_path, overdrive.url)
    made.keep_key()
    return made


def said(config: Path, *marks: str) -> tuple[int, str]:
    """Run `check`. Return its exit code, and the text and the advice of all findings with one of these marks."""
    ended = here("check", "--config", config, "--no-readers", "--json")
    found = [each for each in json.loads(ended.stdout)["findings"] if each["mark"] in (marks or ("problem",))]
    return ended.returncode, "\n".join(f"{each['text']} > {each['advice']}" for each in found)


def test_a_right_kiosk_has_nothing_to_mend(files: OverDriveFiles) -> None:
    code, found = said(files.write(), "ok", "note")
    assert code == ExitCode.OK
    assert "): OverDrive: " in found
    assert "the library is Millbrook, as [library] says" in found
    assert "website_id and authorization_name are first tried when a member logs in" in found
    assert "the PIN of the card is typed each time" in found
    assert "the key of the lending system is in" in found
    assert CLIENT_SECRET not in found


def test_a_card_without_a_pin_and_the_integration_environment_are_said(files: OverDriveFiles) -> None:
    files.more = 'card_pin = "none"\nenvironment = "integration"\n'
    code, found = said(files.write(), "warning", "note")
    assert code == ExitCode.OK
    assert '[overdrive] card_pin = "required" asks for the PIN' in found
    assert 'for members, write [overdrive] environment = "production"' in found


def test_a_refused_key_says_that_the_application_must_be_approved(files: OverDriveFiles) -> None:
    files.keep_key("MILLBROOK:wrong-secret")
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    assert "OverDrive refuses the key in" in found
    assert "([overdrive] client_file)" in found
    assert "ask OverDrive, and say that the public uses the kiosk" in found
    assert "wrong-secret" not in found


def test_a_library_that_overdrive_does_not_know_is_named(files: OverDriveFiles) -> None:
    files.library_id = 17
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    assert "OverDrive knows no library with the number 17 ([overdrive] library_id)" in found


def test_a_key_file_that_is_not_there_is_named(files: OverDriveFiles) -> None:
    files.key.unlink()
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    assert "write the key of your OverDrive application into it, in one line KEY:SECRET" in found


def test_an_absent_server_is_unavailable(files: OverDriveFiles) -> None:
    files.url = f"http://127.0.0.1:{free_port()}"
    code, found = said(files.write())
    assert code == ExitCode.UNAVAILABLE
    assert f"no usable answer from {files.url}" in found


def test_a_missing_table_leads_to_the_example(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[kiosk]\nbackend = "overdrive"\n[login]\nfob = "off"\n')
    code, found = said(config)
    assert code == ExitCode.CONFIG
    assert found.count(str(asset("kiosk.overdrive.example.toml"))) == 4


def test_a_key_that_systemd_gives_the_service_is_found(files: OverDriveFiles) -> None:
    units = files.folder / "units"
    units.mkdir()
    (units / UNIT).write_text(f"[Service]\nUser=nobody\nLoadCredential=overdrive-client:{files.key}\n")
    assert read_unit([units]).plain_system_keys == {"overdrive-client": files.key}
    (units / UNIT).write_text("[Service]\nLoadCredentialEncrypted=overdrive-client:/etc/sealed\n")
    assert (
        read_unit([units])
        .how_to_open(OVERDRIVE_CLIENT)
        .endswith("systemd-run --pipe -p LoadCredentialEncrypted=overdrive-client:/etc/sealed lending-kiosk check")
    )
