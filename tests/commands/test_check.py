"""Tests of `lending-kiosk check` as staff run it, with real files, a real server and real ports."""

import json
from pathlib import Path

import pytest

from kiosk.exit_codes import ExitCode
from kiosk.simulator import SimulatorThread
from tests.commands.conftest import FOB_CODE
from tests.commands.kiosk_files import NO_KIOSK_HERE, KioskFiles, here, kiosk, lines
from tests.settings.mistakes import TEN_MISTAKES

pytestmark = pytest.mark.slow


def test_a_good_set_up_is_said_to_be_good_line_by_line(files: KioskFiles) -> None:
    ended = kiosk("check", "--config", files.write())
    assert (ended.returncode, ended.stderr) == (ExitCode.OK, "")
    assert lines(ended, "problem") == []
    said = "\n".join(lines(ended, "ok"))
    for part in (
        "no mistakes in it: station 'desk', myturn, 2 readers",
        f"{files.state_dir} can be written",
        "journal, vault, cache: sound",
        "Millbrook Tool Library",
        "self service and kiosk mode are on",
        "ends after 5 minutes, with a warning 20 s before (logoutTimeout is 5, read as minutes)",
        "languages to choose from: English, Français",
        "members may log in by fob and by form",
        "fobs and labels are told apart by their readers",
        "time zone America/New_York, from this file",
        f"fob (reads fobs): ready ({files.folder}/fob-port)",
        f"items (reads items): ready ({files.folder}/item-port)",
        f"the staff PIN is in {files.pin_file}",
    ):
        assert part in said


@NO_KIOSK_HERE
def test_it_tells_honestly_what_a_key_file_is_worth(files: KioskFiles) -> None:
    ended = here("check", "--config", files.write(), "--no-server", "--no-readers")
    assert any("resists casual reading only" in line for line in lines(ended, "warning"))
    assert ended.returncode == ExitCode.OK


def test_it_says_how_to_find_out_whether_fobs_can_be_linked(files: KioskFiles) -> None:
    ended = here("check", "--config", files.write(), "--no-server", "--no-readers")
    assert "whether a fob can be linked is known only after a log-in: it takes a token that can be renewed" in (
        lines(ended, "note")
    )
    assert "log in once at the kiosk and let it remember the fob" in ended.stdout


def test_it_says_that_a_fob_can_be_used_later_for_returns_and_how_long(files: KioskFiles) -> None:
    right = "the kiosk keeps the right to use its account, sealed with the kiosk key, until they are booked and for 24"
    config = files.write()
    assert any(
        right in line for line in lines(here("check", "--config", config, "--no-server", "--no-readers"), "note")
    )
    config.write_text(config.read_text() + "\n[offline]\nreturns = false\n")
    assert right not in here("check", "--config", config, "--no-server", "--no-readers").stdout


def test_no_code_and_no_secret_is_printed(files: KioskFiles) -> None:
    config = files.write()
    key = (files.state_dir / "kiosk-key").read_bytes()
    for way in ((), ("--json",)):
        ended = here("check", "--config", config, *way)
        shown = ended.stdout + ended.stderr
        assert FOB_CODE not in shown
        assert key.hex() not in shown
        assert files.pin_file.read_text().split()[-1] not in shown


def test_nothing_is_changed_by_looking(files: KioskFiles) -> None:
    before = sorted(path.name for path in files.folder.rglob("*"))
    here("check", "--config", files.write())
    assert sorted(path.name for path in files.folder.rglob("*") if path != files.config) == before


@NO_KIOSK_HERE
def test_a_machine_that_the_kiosk_has_never_run_on_is_left_as_it_is(tmp_path: Path) -> None:
    files = KioskFiles(tmp_path)
    ended = here("check", "--config", files.write(), "--no-server", "--no-readers")
    assert ended.returncode == ExitCode.OK
    assert f"{files.state_dir} is not there yet: the kiosk makes it when it starts" in lines(ended, "note")
    assert not files.state_dir.exists()


# --- the settings file ---------------------------------------------------------------------------


def test_ten_mistakes_are_ten_problems(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(TEN_MISTAKES, encoding="utf-8")
    ended = kiosk("check", "--config", config)
    assert ended.returncode == ExitCode.CONFIG
    found = lines(ended, "problem")
    assert len(found) == 10
    assert found[0].startswith('line 2: kiosk.stattion: found an unknown name (did you mean "station"?); allowed: ')
    assert "10 problems." in ended.stdout


def test_programs_get_the_same_as_json(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(TEN_MISTAKES, encoding="utf-8")
    ended = here("check", "--config", config, "--json")
    said = json.loads(ended.stdout)
    assert (said["file"], said["exit"], len(said["findings"])) == (str(config), ExitCode.CONFIG, 10)
    assert {each["mark"] for each in said["findings"]} == {"problem"}


@pytest.mark.parametrize(
    ("url", "more", "why"),
    [
        ("https://library.example/books", "", 'should end in "/library"'),
        ("https://library.example/library", '[myturn.paths]\nconvrt = "/x"', "the nearest is 'convert'"),
    ],
)
def test_a_site_that_cannot_be_is_a_mistake_of_the_file(tmp_path: Path, url: str, more: str, why: str) -> None:
    files = KioskFiles(tmp_path, url, more)
    ended = here("check", "--config", files.write())
    assert ended.returncode == ExitCode.CONFIG
    assert why in lines(ended, "problem")[0]


def test_every_line_of_the_paths_that_cannot_be_used_is_named_by_its_place(tmp_path: Path) -> None:
    paths = '[myturn.paths]\nconvert = "self-checkout/carts/{cart-id}/convert"\ncart = "/carts"\n'
    config = KioskFiles(tmp_path, "https://library.example/books", paths).write()
    ended = here("check", "--config", config)
    assert ended.returncode == ExitCode.CONFIG
    found = lines(ended, "problem")
    assert len(found) == 3
    assert 'should end in "/library"' in found[0]
    assert "myturn.paths.convert: " in found[1]
    assert '"/api/v1.1/self-checkout/carts/{cart}/convert"' in found[1]
    assert "myturn.paths.cart: the placeholders must be: {cart}" in found[2]
    assert all(line.startswith("line ") for line in found)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    ended = here("check", "--config", tmp_path / "none.toml")
    assert ended.returncode == ExitCode.CONFIG
    assert "kiosk.example.toml" in ended.stdout
    assert lines(ended, "problem") == ["there is no such file: --config says which one"]


@pytest.mark.parametrize("wait", ["-1", "soon", "nan", "601"])
def test_a_wait_that_is_none(tmp_path: Path, wait: str) -> None:
    assert kiosk("check", "--config", tmp_path / "none.toml", "--wait", wait).returncode == ExitCode.USAGE


# --- the server ----------------------------------------------------------------------------------


def test_a_server_that_is_away(files: KioskFiles, server: SimulatorThread) -> None:
    server.control.go_away()
    ended = kiosk("check", "--config", files.write(), "--no-readers")
    server.control.come_back()
    assert ended.returncode == ExitCode.UNAVAILABLE
    assert "127.0.0.1 refuses connections on port" in lines(ended, "problem")[0]
    assert "organization" not in ended.stderr


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("html", "a web page"),
        ("garbage", "text that cannot be read"),
        ("huge", "over 2 MB"),
        ("status", "HTTP 503"),
        ("drop", "no answer"),
    ],
)
def test_a_server_that_answers_as_it_should_not(
    files: KioskFiles, server: SimulatorThread, fault: str, said: str
) -> None:
    server.control.fault("organization", fault, count=None)
    ended = here("check", "--config", files.write(), "--no-readers")
    assert ended.returncode == ExitCode.UNAVAILABLE
    assert "it answers, but not as it should" in lines(ended, "problem")[0]
    assert said in lines(ended, "problem")[0]


@pytest.mark.parametrize(
    ("organization", "warned"),
    [
        ({"enableKioskMode": False}, "kiosk mode (enableKioskMode) switched off: the kiosk shows that it is closed"),
        ({"selfServeEnabled": False}, "self service switched off: the kiosk shows that it is closed"),
        ({"allowKioskScanLogin": False}, "the library's settings forbid logging in by fob"),
        (
            {"allowKioskScanLogin": False, "allowKioskFormLogin": False},
            "nobody can log in: neither by fob nor by form; the kiosk shows that it is closed",
        ),
        ({"logoutTimeout": 300}, "a visit that nobody touches ends after 300 minutes, with a warning 20 s before"),
    ],
)
def test_what_the_library_has_switched_off(
    files: KioskFiles, server: SimulatorThread, organization: dict[str, object], warned: str
) -> None:
    server.control.turn(organization=organization)
    ended = here("check", "--config", files.write(), "--no-readers")
    assert ended.returncode == ExitCode.OK
    assert any(line.startswith(warned) for line in lines(ended, "warning")), ended.stdout


def test_a_time_out_in_seconds_is_never_below_half_a_minute(files: KioskFiles) -> None:
    files.more = '[visit]\nlogout_timeout_unit = "seconds"\n[overrides]\nlogoutTimeout = 5'
    ended = here("check", "--config", files.write(), "--no-readers")
    assert any("ends after 30 s" in line and "never less than 30 s" in line for line in lines(ended, "warning"))
    assert "this file's [overrides] win over the server in: logoutTimeout" in lines(ended, "note")
