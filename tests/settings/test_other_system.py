"""Tests of a settings file for a library with Sierra: its tables, its key, and the description of the library."""

import os
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from kiosk.app.described_library import library_of
from kiosk.app.settings_file import house_of, usable_settings
from kiosk.app.system_key import SIERRA_KEY, system_key
from kiosk.assets import asset
from kiosk.backends.errors import MisconfiguredError
from kiosk.domain.library import FobLogin, LentThings, OpeningHours
from kiosk.settings.load import load
from kiosk.settings.problems import SettingsError

SITE = "https://catalog.example.org/iii/sierra-api/v6"
SMALLEST = f'''[kiosk]
backend = "sierra"
time_zone = "America/New_York"
[sierra]
url = "{SITE}"
[library]
name = "Millbrook"
[login]
fob = "card"
'''


def problems(file: Path) -> list[str]:
    with pytest.raises(SettingsError) as wrong:
        load(file)
    return [f"{each.key}: {each.found}" for each in wrong.value.problems]


def test_the_example_is_valid_and_describes_the_library() -> None:
    settings = load(asset("kiosk.sierra.example.toml"))
    library = library_of(settings)
    assert (library.name, library.contact.phone, library.logout_timeout) == (
        "Millbrook Library of Things",
        "555 0100",
        120.0,
    )
    assert library.lends is LentThings.ITEMS
    assert library.hours[0] == OpeningHours(time(10), time(18))
    assert library.hours[1].closed
    assert len(library.hours) == 7
    assert house_of(settings).minute_s == 1.0
    assert house_of(settings).offline_returns
    assert settings.system.url == SITE


def test_three_tables_and_a_zone_are_enough(write: Callable[[str], Path]) -> None:
    assert load(write(SMALLEST)).system.url == SITE


def test_every_table_that_is_missing_is_named(write: Callable[[str], Path]) -> None:
    assert problems(write('[kiosk]\nbackend = "sierra"\n[login]\nfob = "off"\n')) == [
        "sierra.url: nothing",
        "library.name: nothing",
        "kiosk.time_zone: nothing",
    ]
    assert problems(write("")) == ["myturn.url: nothing"]


@pytest.mark.parametrize(("instead", "by", "found"), [
    ('fob = "card"', 'fob = "endpoint"', 'login.fob: "endpoint"'),
    ('fob = "card"', 'fob = "linked"', 'login.remember: "refresh-token"'),
    (f'url = "{SITE}"', 'url = "http://x.example/v6"', 'sierra.url: "http://x.example/v6"'),
    ('[login]', 'token_url = "http://x.example/token"\n[login]', "library.token_url: an unknown name"),
    ('[library]', 'token_url = "http://x.example/token"\n[library]', 'sierra.token_url: "http://x.example/token"'),
    ('[library]', 'barcode_tag = "bc"\n[library]', 'sierra.barcode_tag: "bc"'),
    ('[login]', '[library.hours]\nmonday = "10:00-18:00"\n[login]', "library.hours.monday: an unknown day"),
    ('[login]', '[library.hours]\nmon = "18:00-10:00"\n[login]', 'library.hours.mon: "18:00-10:00"'),
    ('[login]', '[library.hours]\nmon = "all day"\n[login]', 'library.hours.mon: "all day"'),
    ('name = "Millbrook"', 'name = "Millbrook"\ncurrency = "dollars"', 'library.currency: "dollars"'),
])  # fmt: skip
def test_what_cannot_be_is_named(write: Callable[[str], Path], instead: str, by: str, found: str) -> None:
    assert problems(write(SMALLEST.replace(instead, by))) == [found]


def test_a_pin_that_does_not_exist_is_not_asked_for(write: Callable[[str], Path]) -> None:
    text = SMALLEST.replace("[library]", 'card_pin = "none"\n[library]')
    assert load(write(text)).system.url == SITE
    assert problems(write(text.replace('"card"', '"ask-password"'))) == ['login.fob: "ask-password"']


def test_the_kiosk_speaks_of_cards_only_if_a_fob_is_a_card(write: Callable[[str], Path]) -> None:
    assert house_of(load(write(SMALLEST))).fob_is_card
    assert not house_of(load(write(SMALLEST.replace('"card"', '"ask-password"')))).fob_is_card


def test_a_card_is_no_log_in_at_myturn(write: Callable[[str], Path]) -> None:
    text = '[myturn]\nurl = "https://library.example/library"\n[login]\nfob = "card"\n'
    assert problems(write(text)) == ['login.fob: "card"']


@pytest.mark.parametrize(("pin", "login"), [("required", FobLogin.ASK_PASSWORD), ("none", FobLogin.ENDPOINT)])
def test_a_card_asks_for_its_pin_or_is_enough(write: Callable[[str], Path], pin: str, login: FobLogin) -> None:
    settings = load(write(SMALLEST.replace("[library]", f'card_pin = "{pin}"\n[library]')))
    assert settings.fob_login is login
    assert house_of(settings).fob_login is login


def with_key(write: Callable[[str], Path], key: Path) -> Path:
    return write(SMALLEST.replace("[library]", f'key_file = "{key}"\n[library]'))


def test_the_key_is_one_line_that_only_the_kiosk_can_read(write: Callable[[str], Path], tmp_path: Path) -> None:
    key = tmp_path / "sierra-key"
    key.write_text("kiosk:s3:cret\r\n")
    key.chmod(0o600)
    settings = usable_settings(with_key(write, key))
    assert system_key(settings, SIERRA_KEY).reveal() == "kiosk:s3:cret"
    assert "s3" not in repr(settings)
    key.chmod(0o644)
    with pytest.raises(SettingsError) as wrong:
        usable_settings(with_key(write, key))
    assert f"chmod 600 {key}" in str(wrong.value)


@pytest.mark.parametrize("text", ["", "no colon", "a:b\nc:d", ":"])
def test_a_key_in_another_form_is_said(write: Callable[[str], Path], tmp_path: Path, text: str) -> None:
    key = tmp_path / "sierra-key"
    key.write_text(text)
    key.chmod(0o600)
    with pytest.raises(SettingsError, match="KEY:SECRET"):
        usable_settings(with_key(write, key))


def test_a_key_that_is_not_there_and_one_from_systemd(write: Callable[[str], Path], tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not there"):
        usable_settings(with_key(write, tmp_path / "nowhere"))
    settings = load(write(SMALLEST))
    with pytest.raises(MisconfiguredError, match="sierra-key"):
        system_key(settings, SIERRA_KEY, {})
    (tmp_path / "sierra-key").write_text("kiosk:s3cret")
    assert (
        system_key(settings, SIERRA_KEY, os.environ | {"CREDENTIALS_DIRECTORY": str(tmp_path)}).reveal()
        == "kiosk:s3cret"
    )
