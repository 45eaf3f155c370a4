"""Tests of mistakes in the settings file.

All mistakes are reported at once. Each report says where the mistake is and which values are allowed.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.settings.load import load
from kiosk.settings.problems import SettingsError, SettingsProblem
from tests.settings.mistakes import TEN_MISTAKES

Complain = Callable[[str], tuple[SettingsProblem, ...]]

MYTURN = '[myturn]\nurl = "https://library.example"\n'


def test_ten_mistakes_are_ten_problems(problems_of: Complain) -> None:
    problems = problems_of(TEN_MISTAKES)
    assert [(problem.line, problem.key, problem.found, problem.nearest) for problem in problems] == [
        (2, "kiosk.stattion", "an unknown name", "station"),
        (3, "kiosk.theme", '"drak"', "dark"),
        (4, "kiosk.display", '"huge"', None),
        (5, "kiosk.time_zone", '"America/New_Yrok"', "America/New_York"),
        (7, "myturn.url", '"http://library.example"', None),
        (8, "myturn.request_timeout_s", "0", None),
        (10, "login.pin", "true", None),
        (12, "codes.fob", '"(("', None),
        (14, "overrides.logoutTimeOut", "an unknown name", "logoutTimeout"),
        (16, "scanner[1].reads", '"fob"', "fobs"),
    ]


def test_the_list_reads_like_something_to_do(write: Callable[[str], Path]) -> None:
    path = write('[kiosk]\nstattion = "x"\ntheme = "drak"\n' + MYTURN)
    with pytest.raises(SettingsError) as wrong:
        load(path)
    names = '"station", "backend", "digital", "language", "theme", "display", "state_dir" or "time_zone"'
    assert str(wrong.value).splitlines() == [
        f"{path} has 2 problems:",
        f'  - line 2: kiosk.stattion: found an unknown name (did you mean "station"?); allowed: {names}',
        '  - line 3: kiosk.theme: found "drak" (did you mean "dark"?); allowed: "light", "dark" or "high-contrast"',
    ]


@pytest.mark.parametrize(
    ("text", "key", "found", "allowed"),
    [
        ("[kiosk]\nstation = 5", "kiosk.station", "5", "a name of 1 to 60 characters"),
        ('[kiosk]\nlanguage = "English"', "kiosk.language", '"English"', 'a language code such as "en" or "fr"'),
        ('[kiosk]\nstate_dir = "var"', "kiosk.state_dir", '"var"', 'a path that starts with "/"'),
        ('[kiosk]\ntime_zone = "America"', "kiosk.time_zone", '"America"', 'a time zone such as "America/New_York"'),
        (
            '[kiosk]\ntime_zone = "../etc/passwd"',
            "kiosk.time_zone",
            '"../etc/passwd"',
            'a time zone such as "America/New_York"',
        ),
        ('[kiosk]\nbackend = "mytrun"', "kiosk.backend", '"mytrun"', '"myturn", "sierra", "overdrive" or "ehub"'),
        ("[loans]\ndefault_days = 0", "loans.default_days", "0", "a whole number from 1 to 365"),
        ("[loans]\ndefault_days = 7.5", "loans.default_days", "7.5", "a whole number from 1 to 365"),
        ("[loans]\ndefault_days = true", "loans.default_days", "true", "a whole number from 1 to 365"),
        ("[visit]\nwarn_s = nan", "visit.warn_s", "nan", "a number from 5 to 300"),
        ('[visit]\nwalk_away = "leave"', "visit.walk_away", '"leave"', '"finish", "returns-only" or "abandon"'),
        *(
            (
                f'[printer]\nqueue = "{name}"',
                "printer.queue",
                f'"{name}"',
                'a queue of CUPS such as "slips" (lpstat -e lists them)',
            )
            for name in ("", "-o raw", "two words", "Größe")
        ),
        ("[myturn.paths]\nconvert = 7", "myturn.paths.convert", "7", "a text in quotes"),
        (
            '[returns]\ncondition_statuses = "x"',
            "returns.condition_statuses",
            '"x"',
            "a list in [ ], each of it a name of 1 to 60 characters",
        ),
        (
            '[returns]\ncondition_statuses = ["x", ""]',
            "returns.condition_statuses[2]",
            '""',
            "a name of 1 to 60 characters",
        ),
        ('[overrides]\nhideMoney = "yes"', "overrides.hideMoney", '"yes"', "true or false"),
        (
            '[overrides]\nhours = [{ openTime = "9" }]',
            "overrides.hours[1].openTime",
            '"9"',
            'a time such as "09:00:00.000"',
        ),
        ("[scanner]", "scanner", "a table", "a list of tables ([[scanner]])"),
        ("[[scanner]]", "scanner[1].name", "nothing", "a text in quotes"),
    ],
)
def test_one_mistake(problems_of: Complain, text: str, key: str, found: str, allowed: str) -> None:
    (problem,) = problems_of(f"{text}\n{MYTURN}")
    assert (problem.key, problem.found, problem.allowed) == (key, found, allowed)


@pytest.mark.parametrize(
    "url", ["library", "ftp://x", "https://", "https://a b", "https://x:99999", "https://me:secret@x", "https://x:0"]
)
def test_what_is_no_web_address(problems_of: Complain, url: str) -> None:
    (problem,) = problems_of(f'[myturn]\nurl = "{url}"')
    assert problem.key == "myturn.url"
    assert problem.allowed.startswith("a web address that starts with https://")


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ('[kiosk]\nstation = front desk"', 2, "something else than a value behind the ="),
        ("[kiosk]\nstation = \u201cdesk\u201d", 2, "something else than a value behind the ="),
        ("[fees]\nallow_owing = True", 2, "something else than a value behind the ="),
        ("[kiosk\n", 1, "a line that is not TOML: expected ']' at the end of a table declaration"),
        ("[kiosk]\n\nstation = 1\nstation = 2\n", 4, "a name that stands here a second time"),
        ("[kiosk]\n[fees]\n[kiosk]", 3, "[kiosk], which stands further up already"),
        ('[kiosk]\nstation = "', 2, "a text without its closing quote"),
        ('[kiosk]\nstation = "desk\ntheme = "dark"', 2, "a text without its closing quote"),
        ('[kiosk]\nstate_dir = "C:\\kiosk"', 2, "a \\ inside a text"),
    ],
)
def test_what_is_not_toml_is_named_with_its_line(problems_of: Complain, text: str, line: int, found: str) -> None:
    (problem,) = problems_of(text)
    assert (problem.line, problem.found) == (line, found)


def test_nesting_without_end_is_a_problem_not_a_crash(problems_of: Complain) -> None:
    (problem,) = problems_of("x = " + "[" * 100_000)
    assert "nested too deeply" in problem.found


def test_an_empty_file_lacks_the_address(problems_of: Complain) -> None:
    assert [(problem.key, problem.found) for problem in problems_of("")] == [("myturn.url", "nothing")]


@pytest.mark.parametrize(
    ("scanner", "key"),
    [
        ('name = ""\nmatch = { name = "x" }', "scanner[1].name"),
        ('name = "x"', "scanner[1].match"),
        ('name = "x"\nmatch = { vendor = 65536 }', "scanner[1].match.vendor"),
        ('name = "x"\ndriver = "serial"', "scanner[1].port"),
        ('name = "x"\ndriver = "serial"\nport = "/dev/ttyS0"\nframing = "lines"', "scanner[1].framing"),
        ('name = "x"\nmatch = { name = "x" }\ntransform = ["strip", "dec_to_hx(8)"]', "scanner[1].transform[2]"),
        ('name = "x"\nmatch = { name = "x" }\nexample = { in = "1", out = "2" }', "scanner[1].example"),
    ],
)
def test_what_the_readers_themselves_find_wrong_is_told_too(problems_of: Complain, scanner: str, key: str) -> None:
    (problem,) = problems_of(f"{MYTURN}[[scanner]]\n{scanner}")
    assert problem.key == key
    assert problem.line
    assert problem.found in str(problem)


def test_one_mistake_of_a_reader_does_not_echo(problems_of: Complain) -> None:
    text = """[[scanner]]
name = "x"
match = { vendor = "0xffff" }
transform = ["strip", 5]
example = { in = "1", out = "2" }
"""
    assert [problem.key for problem in problems_of(MYTURN + text)] == [
        "scanner[1].match.vendor",
        "scanner[1].transform[2]",
    ]


def test_what_cannot_be_shown_is_not(problems_of: Complain) -> None:
    (problem,) = problems_of(MYTURN + '[kiosk]\n"a\\u001b\\nb" = 1')
    assert str(problem).isprintable()


def test_two_scanners_with_one_name_are_told_even_beside_other_mistakes(problems_of: Complain) -> None:
    scanner = '[[scanner]]\nname = "{}"\nmatch = {{ name = "x" }}\n'
    text = MYTURN + "[[scanner]]\n" + scanner.format("items") + scanner.format("items")
    assert [(problem.key, problem.allowed) for problem in problems_of(text)] == [
        ("scanner[1].name", "a text in quotes"),
        ("scanner[3].name", "a name of its own: scanner[2] has this one"),
    ]


@pytest.mark.parametrize(
    ("login", "key"),
    [
        ("", "login.endpoint_url"),
        ('endpoint_url = "http://x.example/{code}"', "login.endpoint_url"),
        ('endpoint_url = "https://x.example"', "login.endpoint_body"),
        ('endpoint_url = "https://x.example"\nendpoint_body = "{cod}"', "login.endpoint_body"),
    ],
)
def test_a_vendors_call_needs_its_address_and_a_place_for_the_code(problems_of: Complain, login: str, key: str) -> None:
    assert [problem.key for problem in problems_of(f'{MYTURN}[login]\nfob = "endpoint"\n{login}')] == [key]


def test_what_stands_at_an_unknown_name_is_not_repeated(problems_of: Complain) -> None:
    (problem,) = problems_of(f'{MYTURN}password = "hunter22"')
    assert "hunter22" not in str(problem)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"[kiosk]\n# caf\xe9")
    (tmp_path / "wide").write_bytes(MYTURN.encode("utf-16"))
    for name, found, line in [
        ("none", "no such file", None),
        (".", "cannot be read", None),
        ("latin", "a letter that is not UTF-8", 2),
        ("wide", 'saved as "Unicode" (UTF-16)', None),
    ]:
        with pytest.raises(SettingsError) as wrong:
            load(tmp_path / name)
        (problem,) = wrong.value.problems
        assert found in problem.found
        assert problem.line == line


def test_a_password_in_an_address_is_not_shown(problems_of: Complain) -> None:
    (problem,) = problems_of('[myturn]\nurl = "https://me:hunter22@library.example"')
    assert problem.found == '"https://***@library.example"'


def test_two_readers_at_one_port(problems_of: Complain) -> None:
    reader = '[[scanner]]\nname = "{}"\nreads = "anything"\ndriver = "serial"\nport = "/dev/ttyACM0"\n'
    (problem,) = problems_of(MYTURN + reader.format("fob") + reader.format("items"))
    assert (problem.line, problem.key, problem.allowed) == (
        12,
        "scanner[2].port",
        "a port of its own: scanner[1] has this one",
    )


def test_what_a_reader_needs_is_not_asked_before_its_driver_is_known(problems_of: Complain) -> None:
    reader = '[[scanner]]\nname = "fob"\nreads = "fobs"\ndriver = "usb"\nport = "/dev/ttyACM0"'
    assert [problem.key for problem in problems_of(MYTURN + reader)] == ["scanner[1].driver"]
