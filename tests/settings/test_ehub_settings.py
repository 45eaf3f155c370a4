"""Tests of a settings file for a library with a content provider of eHUB: its table, its key and its catalogue."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.app.described_library import library_of
from kiosk.app.ehub_site import ehub_site
from kiosk.app.settings_file import house_of, usable_settings
from kiosk.app.system_key import EHUB_KEY, system_key
from kiosk.app.systems import system_of
from kiosk.assets import asset
from kiosk.backends.ehub.paths import EHubClaim, LoansPer
from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.network import STRAIGHT
from kiosk.domain.library import FobLogin
from kiosk.settings.load import load
from kiosk.settings.problems import SettingsError

SMALLEST = """[kiosk]
backend = "ehub"
[ehub]
url = "https://provider.example/ep/api"
site_id = "millbrook"
consumer_id = 52
trusted_cards = "2[0-9]{13}"
[library]
name = "Bend"
[login]
fob = "card"
"""
WHOLE = """api_version = "v5.0"
token_expires_s = 300
claims = ["libraryCard"]
loans = "format"
allow_delete = true
remember_loans = true
items = "B-([^@]+)@(.+)"
"""


def problems(file: Path) -> list[str]:
    with pytest.raises(SettingsError) as wrong:
        load(file)
    return [f"{each.key}: {each.found}" for each in wrong.value.problems]


def with_lines(more: str) -> str:
    """Return the text of the smallest settings file, with these lines added at the end of the table [ehub]."""
    return SMALLEST.replace("[library]", f"{more}\n[library]")


def test_the_example_is_valid() -> None:
    settings = load(asset("kiosk.ehub.example.toml"))
    assert library_of(settings).name == "Millbrook Library"
    assert settings.system.url == "https://provider.example/ep/api"
    assert settings.fob_login is FobLogin.ENDPOINT
    assert house_of(settings).minute_s == 1.0
    assert settings.offline.returns
    # this library lends only titles, and a title is no thing that somebody could bring back
    assert not house_of(settings).offline_returns
    assert system_of(settings).module == "kiosk.backends.ehub.backend"


def test_the_smallest_file_has_the_usual_values(write: Callable[[str], Path]) -> None:
    ehub = load(write(SMALLEST)).ehub
    assert ehub is not None
    assert (ehub.api_version, ehub.token_expires_s, ehub.allow_delete, ehub.items) == ("v1", 0, False, "EH-(.+)")
    assert [each.value for each in ehub.claims] == ["patronId", "libraryCard"]
    assert ehub.loans.value == "product"


def test_every_table_and_every_value_that_is_missing_is_named(write: Callable[[str], Path]) -> None:
    assert problems(write('[kiosk]\nbackend = "ehub"\n[login]\nfob = "off"\n')) == [
        "ehub.url: nothing",
        "ehub.site_id: nothing",
        "ehub.consumer_id: nothing",
        "library.name: nothing",
    ]


@pytest.mark.parametrize(("instead", "by", "found"), [
    ("https://provider", "http://provider", 'ehub.url: "http://provider.example/ep/api"'),
    ("consumer_id = 52", 'consumer_id = "52"', 'ehub.consumer_id: "52"'),
    ('trusted_cards = "2[0-9]{13}"', "", "ehub.trusted_cards: nothing"),
    ('trusted_cards = "2[0-9]{13}"', 'trusted_cards = "2("', 'ehub.trusted_cards: "2("'),
    ("[library]", 'claims = ["patronId"]\n[library]', "ehub.claims: no libraryCard"),
    ("[library]", 'claims = ["libraryCard", "pin"]\n[library]', 'ehub.claims[2]: "pin"'),
    ("[library]", 'loans = "title"\n[library]', 'ehub.loans: "title"'),
    ("[library]", 'api_version = "1"\n[library]', 'ehub.api_version: "1"'),
    ("[library]", "token_expires_s = -1\n[library]", "ehub.token_expires_s: -1"),
    ("[library]", 'remember_loans = "yes"\n[library]', 'ehub.remember_loans: "yes"'),
    ('fob = "card"', 'fob = "endpoint"', 'login.fob: "endpoint"'),
    ('fob = "card"', 'fob = "linked"\nremember = "password"', 'login.fob: "linked"'),
    ('fob = "card"', 'fob = "ask-password"', 'login.fob: "ask-password"'),
])  # fmt: skip
def test_what_cannot_be_is_named(write: Callable[[str], Path], instead: str, by: str, found: str) -> None:
    assert problems(write(SMALLEST.replace(instead, by))) == [found]


def test_every_setting_reaches_the_back_end(write: Callable[[str], Path], tmp_path: Path) -> None:
    key, titles = tmp_path / "ehub-key", tmp_path / "titles.toml"
    key.write_text("c2VjcmV0S2V5\n")
    key.chmod(0o600)
    titles.write_text('[[title]]\ncode = "B-1"\nrecord = "r/1"\n')
    settings = usable_settings(write(with_lines(f'key_file = "{key}"\ncatalogue = "{titles}"\n{WHOLE}')))
    site = ehub_site(settings, STRAIGHT)
    assert (site.url, site.site_id, site.consumer_id) == ("https://provider.example/ep/api", "millbrook", 52)
    assert (site.api_version, site.token_expires_s, site.claims) == ("v5.0", 300, (EHubClaim.LIBRARY_CARD,))
    assert (site.loans, site.allow_delete, site.remember_loans) == (LoansPer.FORMAT, True, True)
    assert settings.remembers_loans
    assert (site.key.reveal(), site.key_place) == ("c2VjcmV0S2V5", f"{key} ([ehub] key_file)")
    assert [each.record for each in site.catalogue] == ["r/1"]
    assert site.items is not None
    assert site.trusted_cards is not None
    assert (site.items.pattern, site.trusted_cards.pattern) == ("B-([^@]+)@(.+)", "2[0-9]{13}")
    assert "c2Vj" not in repr(site) + repr(settings)


@pytest.mark.parametrize("text", ["", "KEY:SECRET", "two\nlines", "å"])
def test_a_key_that_is_no_base64_is_said(write: Callable[[str], Path], tmp_path: Path, text: str) -> None:
    key = tmp_path / "ehub-key"
    key.write_text(text)
    key.chmod(0o600)
    with pytest.raises(SettingsError, match="in one line of base64"):
        usable_settings(write(with_lines(f'key_file = "{key}"')))


def test_the_key_is_a_file_that_only_the_kiosk_can_read_or_a_credential(
    write: Callable[[str], Path], tmp_path: Path
) -> None:
    key = tmp_path / "ehub-key"
    key.write_text("c2VjcmV0S2V5")
    key.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        usable_settings(write(with_lines(f'key_file = "{key}"')))
    bare = load(write(SMALLEST))
    with pytest.raises(MisconfiguredError, match="ehub-key"):
        system_key(bare, EHUB_KEY, {})
    assert system_key(bare, EHUB_KEY, {"CREDENTIALS_DIRECTORY": str(tmp_path)}).reveal() == "c2VjcmV0S2V5"
    key.chmod(0o600)
    assert usable_settings(write(SMALLEST), {"ehub-key": key}).ehub is not None


@pytest.mark.parametrize(("text", "says"), [
    (None, "cannot be read"), (b"\xff", "not written in UTF-8"), (b"[[title", "not TOML"),
    (b'[[title]]\ncode = "B-1"\n', "record"),
])  # fmt: skip
def test_a_catalogue_that_cannot_be_used_is_said(
    write: Callable[[str], Path], tmp_path: Path, text: bytes | None, says: str
) -> None:
    key, titles = tmp_path / "ehub-key", tmp_path / "titles.toml"
    key.write_text("c2VjcmV0S2V5")
    key.chmod(0o600)
    if text is not None:
        titles.write_bytes(text)
    with pytest.raises(SettingsError, match=says) as wrong:
        usable_settings(write(with_lines(f'key_file = "{key}"\ncatalogue = "{titles}"')))
    assert [each.key for each in wrong.value.problems] == ["ehub.catalogue"]
