"""Tests of reading the settings file: which file the kiosk takes, which values it reads, and which defaults it uses."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from hardware.spec import DeviceMatch, Driver, Example, Reads
from kiosk.app.settings_file import usable_settings
from kiosk.assets import asset
from kiosk.domain.library import WalkAway
from kiosk.settings.load import DEFAULT_PATH, find_config, load
from kiosk.settings.model import FobRule, Settings, there
from kiosk.settings.problems import SettingsError
from kiosk.settings.text_values import Display
from kiosk.settings.values import is_struct
from tests.backends.certificates import authority

SMALLEST = '[myturn]\nurl = "https://library.example/library"\n'


def test_the_address_of_the_site_is_enough(write: Callable[[str], Path]) -> None:
    settings = load(write(SMALLEST))
    assert there(settings.myturn).url == "https://library.example/library"
    assert settings.login.fob is FobRule.LINKED
    assert settings.visit.walk_away is WalkAway.FINISH
    assert settings.loans.default_days == 7
    assert settings.kiosk.time_zone is None
    assert settings.scanners == ()


def test_the_mark_and_the_line_ends_of_another_systems_editor_do_no_harm(write: Callable[[str], Path]) -> None:
    settings = load(write("\ufeff[kiosk]\r\nstation = 'desk'\r\n" + SMALLEST.replace("\n", "\r\n")))
    assert settings.kiosk.station == "desk"


def test_a_language_that_the_kiosk_does_not_speak(write: Callable[[str], Path]) -> None:
    with pytest.raises(SettingsError) as wrong:
        usable_settings(write('[kiosk]\nlanguage = "it"\n' + SMALLEST))
    (problem,) = wrong.value.problems
    assert str(problem) == (
        'line 2: kiosk.language: found "it"; allowed: a language that the kiosk speaks: en, fr, es, de, nl'
    )


def test_the_example_is_valid() -> None:
    settings = load(asset("kiosk.example.toml"))
    fob, items = settings.scanners
    assert (fob.name, fob.reads, fob.driver) == ("fob", Reads.FOBS, Driver.EVDEV)
    assert fob.match == DeviceMatch(vendor=0xFFFF, product=0x0035)
    assert fob.example == Example(given="0008075634", out="007B3972")
    assert (items.port, items.baud) == ("/dev/ttyACM0", 9600)


def test_the_example_with_every_comment_taken_away_is_valid_too(write: Callable[[str], Path], tmp_path: Path) -> None:
    text = asset("kiosk.example.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") if _is_setting(line) else line for line in text.splitlines()]
    file = write("\n".join(lines).replace("/etc/lending-kiosk/proxy-login", str(tmp_path / "proxy-login")))
    (tmp_path / "proxy-login").write_text("kiosk:secret\n")
    (tmp_path / "proxy-login").chmod(0o600)
    authority(tmp_path).file.rename(tmp_path / "network-ca.pem")
    file.write_text(file.read_text().replace("/etc/lending-kiosk/network-ca.pem", str(tmp_path / "network-ca.pem")))
    settings = usable_settings(file)
    assert settings.network.no_proxy == (".example.org", "10.0.0.0/8")
    assert settings.kiosk.time_zone == "America/New_York"
    assert settings.login.endpoint_body == '{"fob": "{code}"}'
    assert settings.overrides.logoutTimeout == 2
    assert there(settings.myturn).paths.keys() >= {"convert"}


def _is_setting(line: str) -> bool:
    return line.startswith("# ") and " = " in line and line[2:].partition(" = ")[0].isidentifier()


def test_what_the_example_shows_without_saying_that_it_is_an_example_is_the_default(
    write: Callable[[str], Path],
) -> None:
    shown, plain = load(asset("kiosk.example.toml")), load(write(SMALLEST))
    for name in (
        "login",
        "visit",
        "loans",
        "returns",
        "fees",
        "sound",
        "printer",
        "network",
        "staff",
        "codes",
        "commands",
        "journal",
        "overrides",
    ):
        assert getattr(shown, name) == getattr(plain, name), name


def test_the_examples_name_every_setting() -> None:
    names = (
        "kiosk.example.toml",
        "kiosk.sierra.example.toml",
        "kiosk.overdrive.example.toml",
        "kiosk.ehub.example.toml",
    )
    text = "".join(asset(name).read_text(encoding="utf-8") for name in names)
    for section in fields(Settings):
        assert f"[{section.encode_name}]" in text
        may_be_absent = section.default is None
        kinds = get_args(section.type) if may_be_absent else (section.type,)
        kind = next((each for each in kinds if is_struct(each)), None)
        if kind is not None and section.name != "overrides":
            for one in fields(kind):
                assert f"{one.encode_name} = " in text or f".{one.name}]" in text, f"{section.name}.{one.name}"


@pytest.mark.parametrize("name", ["slips", "Zebra_ZD-410", "slips@desk.example", "Brother/quick", "x" * 127])
def test_a_printer_s_queue_is_named_as_cups_does(write: Callable[[str], Path], name: str) -> None:
    assert load(write(SMALLEST)).printer.queue is None
    assert load(write(f'[printer]\nqueue = "{name}"\n{SMALLEST}')).printer.queue == name


@pytest.mark.parametrize(
    ("written", "read"),
    [("fullscreen", Display()), ("1280x800", Display((1280, 800))), ("1080x1920", Display((1080, 1920)))],
)
def test_display(write: Callable[[str], Path], written: str, read: Display) -> None:
    assert load(write(f'[kiosk]\ndisplay = "{written}"\n{SMALLEST}')).kiosk.display == read


@pytest.mark.parametrize(
    ("url", "allow_http"),
    [
        ("https://x.example", False),
        ("http://localhost:8000", False),
        ("http://127.0.0.1/library", False),
        ("http://[::1]:8000", False),
        ("http://x.example", True),
    ],
)
def test_addresses_that_are_safe_or_allowed(write: Callable[[str], Path], url: str, *, allow_http: bool) -> None:
    text = f'[myturn]\nurl = "{url}"\nallow_http = {str(allow_http).lower()}\n'
    assert there(load(write(text)).myturn).url == url


def test_overrides_come_out_as_the_server_would_answer_them(write: Callable[[str], Path]) -> None:
    overrides = """
[overrides]
logoutTimeout = 2
hideMoney = true
hours = [{ closed = true }, { openTime = "09:00", closeTime = "17:00:00.000" }]
address = { city = "Montpelier" }
"""
    assert load(write(SMALLEST + overrides)).overrides.as_answered() == {
        "logoutTimeout": 2.0,
        "hideMoney": True,
        "hours": [{"closed": True}, {"closed": False, "openTime": "09:00", "closeTime": "17:00:00.000"}],
        "address": {"city": "Montpelier"},
    }


def test_a_file_from_another_system_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(SMALLEST.replace("\n", "\r\n").encode())
    assert there(load(path).myturn).url == "https://library.example/library"


@pytest.mark.parametrize(
    ("given_path", "environ", "found"),
    [
        (Path("a.toml"), {"LENDING_KIOSK_CONFIG": "b.toml"}, Path("a.toml")),
        (None, {"LENDING_KIOSK_CONFIG": "b.toml"}, Path("b.toml")),
        (None, {"LENDING_KIOSK_CONFIG": ""}, DEFAULT_PATH),
        (None, {}, DEFAULT_PATH),
    ],
)
def test_which_file_is_read(given_path: Path | None, environ: dict[str, str], found: Path) -> None:
    assert find_config(given_path, environ) == found


_values = st.recursive(
    st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.sampled_from(["", "linked", "{code}", "\\u0000", "((", "https://x"]).map(str),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
_names = st.sampled_from(["kiosk", "url", "fob", "display", "pin_file", "name", "match", "hours", "transform", "paths"])
_tables = st.sampled_from(["[kiosk]", "[myturn]", "[login]", "[codes]", "[overrides]", "[[scanner]]", "[myturn.paths]"])
_lines = st.lists(_tables | st.tuples(_names, _values).map(lambda pair: f"{pair[0]} = {_toml(pair[1])}"), max_size=12)


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list():
            return "[" + ", ".join(_toml(one) for one in value) + "]"
        case _:
            return str(value)


@given(_lines)
def test_any_file_gives_settings_or_problems_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with suppress(SettingsError):  # only SettingsError may be raised, for any text
        load(path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'proxy = "http://kiosk:hush@proxy.example:3128"',
            "without a name or password: those stand in proxy_login_file",
        ),
        ('proxy = "socks5://proxy.example:1080"', "the address of an HTTP proxy"),
        ('proxy = "proxy.example:3128"', "the address of an HTTP proxy"),
        ('proxy = "http://proxy.example:3128/way"', "nothing behind the port"),
        ('proxy = "http://proxy.example:99999"', "the address of an HTTP proxy"),
        ('no_proxy = ["http://library.example"]', 'a name such as "library.example.org"'),
        ('no_proxy = "library.example"', "a list in [ ]"),
        ('ca_file = "network-ca.pem"', 'a path that starts with "/"'),
        ('ca_file = "/nonexistent/ca.pem"', "network.ca_file: /nonexistent/ca.pem: No such file or directory"),
        ('ca_file = "/etc/hostname"', "it holds no certificates in PEM form"),
        (
            'proxy = "http://proxy.example:3128"\nproxy_login_file = "/nonexistent/login"',
            "network.proxy_login_file: /nonexistent/login: No such file or directory",
        ),
    ],
)
def test_a_way_out_that_cannot_be(write: Callable[[str], Path], line: str, said: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        usable_settings(write(f"{SMALLEST}[network]\n{line}\n"))
    (problem,) = wrong.value.problems
    assert said in str(problem)
    assert "hush" not in str(problem)
    assert problem.line is not None


def test_a_way_out(write: Callable[[str], Path]) -> None:
    network = usable_settings(write(f'{SMALLEST}[network]\nproxy = "http://proxy.example:3128"\n')).network
    assert (network.proxy, network.no_proxy, network.ca_file) == ("http://proxy.example:3128", (), None)


@pytest.mark.parametrize(("mode", "fits"), [(0o600, True), (0o640, False), (0o604, False), (0o620, False)])
def test_the_log_in_for_a_proxy_lies_in_a_file_that_only_the_kiosk_can_read(
    write: Callable[[str], Path], tmp_path: Path, mode: int, *, fits: bool
) -> None:
    login = tmp_path / "proxy-login"
    login.write_text("kiosk:hush\n")
    login.chmod(mode)
    config = write(f'{SMALLEST}[network]\nproxy = "http://proxy.example:3128"\nproxy_login_file = "{login}"\n')
    if fits:
        assert usable_settings(config).network.proxy_login_file == login
        return
    with pytest.raises(SettingsError) as wrong:
        usable_settings(config)
    (problem,) = wrong.value.problems
    assert f"chmod 600 {login}" in str(problem)
    assert "hush" not in str(problem)
