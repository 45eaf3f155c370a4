"""Tests of `lending-kiosk check` with a simulated content provider: each mistake gives a finding for staff."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.exit_codes import ExitCode
from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, SITE_ID, EhubThread
from tests.backends.wires import free_port
from tests.commands.kiosk_files import NO_KIOSK_HERE, here

pytestmark = [pytest.mark.slow, NO_KIOSK_HERE]

TITLES = '[[title]]\ncode = "EH-1"\nrecord = "mb-1012"\ntitle = "The Understory"\n'


@pytest.fixture(scope="module")
def _running() -> Iterator[EhubThread]:
    with EhubThread() as running:
        yield running


@pytest.fixture
def provider(_running: EhubThread) -> EhubThread:
    _running.control.reset()
    return _running


@dataclass
class EHubFiles:
    """The settings file and the key file of a kiosk. `more` are lines for the table [ehub]."""

    folder: Path
    url: str
    more: str = ""

    def keep_key(self, text: str = SECRET_KEY) -> None:
        """Write the key file."""
        key = self.folder / "ehub-key"
        key.write_text(text)
        key.chmod(0o600)

    def write(self) -> Path:
        """Write the settings file, and return its path."""
        config = self.folder / "kiosk.toml"
        config.write_text(
            f'[kiosk]\nbackend = "ehub"\nstate_dir = "{self.folder / "state"}"\n'
            f'[ehub]\nurl = "{self.url}"\nsite_id = "{SITE_ID}"\nconsumer_id = {CONSUMER_ID}\nrequest_timeout_s = 2.0\n'
            f'key_file = "{self.folder / "ehub-key"}"\ntrusted_cards = "23[0-9]{{12}}"\n{self.more}'
            f'[library]\nname = "Millbrook"\n[login]\nfob = "card"\n[sound]\nplayer = "off"\n'
        )
        return config


@pytest.fixture
def files(tmp_path: Path, provider: EhubThread) -> EHubFiles:
    made = EHubFiles(tmp_path, provider.url)
    made.keep_key()
    return made


def said(config: Path, *marks: str) -> tuple[int, str]:
    """Run `check`. Return its exit code, and the text and the advice of all findings with one of these marks."""
    ended = here("check", "--config", config, "--no-readers", "--json")
    found = [each for each in json.loads(ended.stdout)["findings"] if each["mark"] in (marks or ("problem",))]
    return ended.returncode, "\n".join(f"{each['text']} > {each['advice']}" for each in found)


def test_a_right_kiosk_is_told_whom_it_trusts(files: EHubFiles) -> None:
    (files.folder / "titles.toml").write_text(TITLES)
    files.more = f'catalogue = "{files.folder / "titles.toml"}"\n'
    code, found = said(files.write(), "ok", "note")
    assert code == ExitCode.OK
    assert "): a content provider of eHUB, v1" in found
    assert "whoever knows the number of a trusted card can borrow with it" in found
    assert "the first address of a title can be the provider's agreement" in found
    assert "[ehub] trusted_cards says which cards may borrow (23[0-9]{12})" in found
    assert "the key of the lending system is in" in found
    assert SECRET_KEY not in found


def test_titles_without_names_are_a_warning(files: EHubFiles) -> None:
    code, found = said(files.write(), "warning")
    assert code == ExitCode.OK
    assert "titles have no names > [ehub] catalogue names the file" in found


@pytest.mark.parametrize("denied", [401, 403])
def test_a_refused_key_is_said_without_the_key(files: EHubFiles, provider: EhubThread, denied: int) -> None:
    provider.control.turn(denied=denied)
    files.keep_key("d3Jvbmctc2VjcmV0")
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    assert f"the provider refuses the kiosk's token (HTTP {denied}) > are site_id and consumer_id right" in found
    assert "([ehub] key_file)" in found
    assert "d3Jv" not in found


def test_a_clock_that_is_wrong_is_the_first_suspect(files: EHubFiles, provider: EhubThread) -> None:
    provider.control.set_clock(datetime.now(UTC) + timedelta(minutes=30))
    files.more = "token_expires_s = 60\n"
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    assert "the clock of this machine is 30 minutes behind the provider's > set the clock first" in found


def test_an_absent_provider_and_a_wrong_address_are_said(files: EHubFiles, provider: EhubThread) -> None:
    files.url = f"http://127.0.0.1:{free_port()}/ep/api"
    code, found = said(files.write())
    assert code == ExitCode.UNAVAILABLE
    assert f"no usable answer from {files.url}" in found
    files.url = provider.url.removesuffix("/api")
    code, found = said(files.write())
    assert code in {ExitCode.UNAVAILABLE, ExitCode.CONFIG}
    assert "[ehub] url" in found


def test_staff_are_told_how_to_write_a_key_file_that_is_missing_or_wrong(files: EHubFiles) -> None:
    files.keep_key("no base64!")
    wrong = said(files.write())[1]
    (files.folder / "ehub-key").unlink()
    missing = said(files.write())[1]
    assert "in one line of base64" in wrong
    assert "is not there: write the secret key of your content provider into it, in one line of base64" in missing
    assert "KEY:SECRET" not in wrong + missing


def test_a_missing_table_leads_to_the_example(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[kiosk]\nbackend = "ehub"\n[login]\nfob = "off"\n')
    code, found = said(config)
    assert code == ExitCode.CONFIG
    assert found.count(str(asset("kiosk.ehub.example.toml"))) == 4
