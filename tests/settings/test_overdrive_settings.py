"""Tests of a settings file for a library with OverDrive: its tables, its hosts, and the key of the application."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app.described_library import library_of
from kiosk.app.overdrive_site import overdrive_site
from kiosk.app.settings_file import house_of, usable_settings
from kiosk.app.system_key import OVERDRIVE_CLIENT, system_key
from kiosk.app.systems import system_of
from kiosk.assets import asset
from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.network import STRAIGHT
from kiosk.backends.overdrive.paths import OverDriveHost
from kiosk.backends.overdrive.reading import asked_for
from kiosk.backends.protocol import LendingBackend
from kiosk.backends.several import SeveralBackend
from kiosk.domain.digital import DigitalSystem
from kiosk.domain.library import FobLogin
from kiosk.settings.load import load
from kiosk.settings.problems import SettingsError
from tests.backends.ports import MemoryItems, MemoryLog

SMALLEST = """[kiosk]
backend = "overdrive"
[overdrive]
library_id = 4425
website_id = 100300
authorization_name = "bend-ils"
[library]
name = "Bend"
[login]
fob = "card"
"""


def problems(file: Path) -> list[str]:
    with pytest.raises(SettingsError) as wrong:
        load(file)
    return [f"{each.key}: {each.found}" for each in wrong.value.problems]


def test_the_example_is_valid_and_its_labels_name_titles() -> None:
    settings = load(asset("kiosk.overdrive.example.toml"))
    assert library_of(settings).name == "Millbrook Library"
    assert settings.overdrive is not None
    assert settings.system.url == "https://patron.api.overdrive.com"
    assert settings.fob_login is FobLogin.ASK_PASSWORD
    assert house_of(settings).minute_s == 1.0
    assert settings.offline.returns
    # this library lends only titles, and a title is no thing that somebody could bring back
    assert not house_of(settings).offline_returns
    assert system_of(settings).module == "kiosk.backends.overdrive.backend"


def test_each_environment_has_its_hosts_and_a_test_server_replaces_them(write: Callable[[str], Path]) -> None:
    def hosts(more: str) -> dict[str, str]:
        overdrive = load(write(SMALLEST.replace("[library]", f"{more}\n[library]"))).overdrive
        assert overdrive is not None
        return dict(overdrive.addresses)

    assert set(hosts("")) == set(OverDriveHost)
    assert hosts('environment = "integration"') == {
        "oauth": "https://oauth.overdrive.com",
        "oauth_patron": "https://oauth-patron.overdrive.com",
        "api": "https://integration.api.overdrive.com",
        "patron": "https://integration-patron.api.overdrive.com",
    }
    test_server = '[overdrive.hosts]\napi = "http://127.0.0.1:8700"\npatron = "http://127.0.0.1:8701"'
    assert hosts(test_server) == hosts("") | {"api": "http://127.0.0.1:8700", "patron": "http://127.0.0.1:8701"}


def test_every_table_and_every_number_that_is_missing_is_named(write: Callable[[str], Path]) -> None:
    assert problems(write('[kiosk]\nbackend = "overdrive"\n[login]\nfob = "off"\n')) == [
        "overdrive.library_id: nothing",
        "overdrive.website_id: nothing",
        "overdrive.authorization_name: nothing",
        "library.name: nothing",
    ]


@pytest.mark.parametrize(("instead", "by", "found"), [
    ("library_id = 4425", "library_id = 0", "overdrive.library_id: 0"),
    ("[library]", 'items = "OD-("\n[library]', 'overdrive.items: "OD-("'),
    ("[library]", 'covers = ["https://x"]\n[library]', 'overdrive.covers[1]: "https://x"'),
    ("[library]", 'environment = "test"\n[library]', 'overdrive.environment: "test"'),
    ("[library]", '[overdrive.hosts]\napi = "http://x.example"\n[library]', 'overdrive.hosts.api: "http://x.example"'),
    ("[library]", '[overdrive.hosts]\nimages = "https://x"\n[library]', "overdrive.hosts.images: an unknown name"),
    ('fob = "card"', 'fob = "endpoint"', 'login.fob: "endpoint"'),
    ('fob = "card"', 'fob = "linked"\nremember = "password"', 'overdrive.remember: "session"'),
])  # fmt: skip
def test_what_cannot_be_is_named(write: Callable[[str], Path], instead: str, by: str, found: str) -> None:
    assert problems(write(SMALLEST.replace(instead, by))) == [found]


def test_a_fob_may_keep_card_and_pin_only_if_both_tables_say_so(write: Callable[[str], Path]) -> None:
    text = SMALLEST.replace("[library]", 'remember = "password"\n[library]').replace('"card"', '"linked"')
    assert problems(write(text)) == ['login.remember: "refresh-token"']
    assert load(write(f'{text}remember = "password"\n')).fob_login is FobLogin.LINKED


@pytest.mark.parametrize(("pin", "login"), [("required", FobLogin.ASK_PASSWORD), ("none", FobLogin.ENDPOINT)])
def test_a_card_asks_for_its_pin_or_is_enough(write: Callable[[str], Path], pin: str, login: FobLogin) -> None:
    text = SMALLEST.replace("[library]", f'card_pin = "{pin}"\n[library]')
    assert load(write(text)).fob_login is login
    if pin == "none":
        assert problems(write(text.replace('"card"', '"ask-password"'))) == ['login.fob: "ask-password"']


def test_the_key_is_a_file_that_only_the_kiosk_can_read_or_a_credential(
    write: Callable[[str], Path], tmp_path: Path
) -> None:
    key = tmp_path / "overdrive-client"
    key.write_text("K1:s3:cret\n")
    key.chmod(0o600)
    text = SMALLEST.replace("[library]", f'client_file = "{key}"\nitems = "OD-(.+)"\n[library]')
    settings = usable_settings(write(text))
    site = overdrive_site(settings, STRAIGHT)
    assert (site.client.reveal(), site.library_id, site.client_place) == (
        "K1:s3:cret", 4425, f"{key} ([overdrive] client_file)",
    )  # fmt: skip
    assert "s3" not in repr(site) + repr(settings)
    assert asked_for("OD-4712", site.items) == "4712"
    key.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        usable_settings(write(text))
    key.unlink()
    with pytest.raises(SettingsError, match="write the key of your OverDrive application into it"):
        usable_settings(write(text))
    bare = load(write(SMALLEST))
    with pytest.raises(MisconfiguredError, match="overdrive-client"):
        system_key(bare, OVERDRIVE_CLIENT, {})
    key.write_text("K1:s3cret")
    assert system_key(bare, OVERDRIVE_CLIENT, {"CREDENTIALS_DIRECTORY": str(tmp_path)}).reveal() == "K1:s3cret"
    key.chmod(0o600)
    assert usable_settings(write(SMALLEST), {"overdrive-client": key}).overdrive is not None


# --- beside another main system ---

BESIDE = """[kiosk]
digital = ["overdrive"]
[myturn]
url = "https://library.example/library"
[overdrive]
library_id = 4425
website_id = 100300
authorization_name = "bend-ils"
items = "OD-(.+)"
client_file = "{file}"
"""


def connected(write: Callable[[str], Path], file: Path) -> LendingBackend:
    settings = load(write(BESIDE.format(file=file)))
    system = system_of(settings)
    assert (system.url, system.module) == ("https://library.example/library", "kiosk.backends.myturn.backend")
    return system.connect(settings, MemoryLog(), MemoryItems(), lambda: datetime.now(UTC))


def test_overdrive_stands_beside_myturn_which_describes_the_library(
    write: Callable[[str], Path], tmp_path: Path
) -> None:
    key = tmp_path / "overdrive-client"
    key.write_text("KEY:SECRET")
    key.chmod(0o600)
    backend = connected(write, key)
    assert isinstance(backend, SeveralBackend)
    assert [each.system for each in backend.systems] == [DigitalSystem("overdrive", "Libby", "OD-(.+)")]
    assert not backend.systems[0].same_cards  # myTurn has user names and passwords, and no cards
    asyncio.run(backend.aclose())


def test_a_digital_system_that_cannot_be_used_is_left_out_and_staff_are_told(
    write: Callable[[str], Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    backend = connected(write, tmp_path / "no-such-file")
    assert isinstance(backend, SeveralBackend)
    assert backend.systems == ()
    assert "the digital system overdrive is left out" in caplog.text
    asyncio.run(backend.aclose())


def test_what_is_wrong_with_a_digital_system_is_named(write: Callable[[str], Path]) -> None:
    assert problems(write(SMALLEST.replace("[kiosk]", '[kiosk]\ndigital = ["overdrive"]'))) == [
        'kiosk.digital: "overdrive"'
    ]
    without = BESIDE.replace('items = "OD-(.+)"\n', "").format(file="/x")
    assert problems(write(without)) == ["overdrive.items: nothing"]
    missing = '[kiosk]\ndigital = ["overdrive"]\n[myturn]\nurl = "https://library.example/library"\n'
    assert "overdrive.library_id: nothing" in problems(write(missing))
