"""Tests of `lending-kiosk check` with a simulated Sierra: each mistake gives a finding that tells staff what to do."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.app.settings_file import usable_settings
from kiosk.app.system_key import SIERRA_KEY
from kiosk.app.systems import system_of
from kiosk.assets import asset
from kiosk.backends.protocol import Password
from kiosk.commands.checks.key_file import check_key_file
from kiosk.commands.checks.result import Mark
from kiosk.commands.checks.unit import UNIT, read_unit
from kiosk.domain.model import Secret, VisitId
from kiosk.exit_codes import ExitCode
from kiosk.settings.load import load
from kiosk.settings.problems import SettingsError
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraKnobs, SierraThread
from kiosk.store.cache import LibraryCache
from kiosk.store.store import Store
from tests.backends.certificates import authority
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.wires import free_port
from tests.commands.kiosk_files import NO_KIOSK_HERE, here
from tests.commands.sierra_files import LIBRARY, SierraFiles, behind_tls

pytestmark = [pytest.mark.slow, NO_KIOSK_HERE]

ASK = "ask the people who run your Sierra to give this key the role"


@pytest.fixture(scope="module")
def _running() -> Iterator[SierraThread]:
    with SierraThread() as running:
        yield running


@pytest.fixture
def sierra(_running: SierraThread) -> SierraThread:
    _running.control.reset()
    return _running


@pytest.fixture
def files(tmp_path: Path) -> SierraFiles:
    made = SierraFiles(tmp_path)
    made.keep_key()
    return made


def said(config: Path, *marks: str) -> tuple[int, list[str]]:
    """Run `check`. Return its exit code, and the text and the advice of each finding with one of these marks."""
    ended = here("check", "--config", config, "--no-readers", "--json")
    found = [each for each in json.loads(ended.stdout)["findings"] if each["mark"] in (marks or ("problem",))]
    folder = str(config.parent)
    return ended.returncode, [f"{each['text']} > {each['advice']}".replace(folder, "~") for each in found]


def about(found: list[str], *words: str) -> list[str]:
    """Return the findings that contain at least one of these words."""
    return [each for each in found if any(word in each for word in words)]


def test_a_right_kiosk_has_nothing_to_mend(files: SierraFiles, sierra: SierraThread) -> None:
    files.url = sierra.url
    code, found = said(files.write(), "ok")
    assert code == ExitCode.OK
    assert about(found, "key of the lending") == ["the key of the lending system is in ~/sierra-key > "]
    assert len(about(found, "answers (")) == 1
    assert about(found, "Millbrook,") == ["the library is Millbrook, as [library] says > "]
    (idle,) = about(found, "nobody touches")
    assert "ends after 2 minutes" in idle
    assert "[library] logout_timeout_s" in idle
    assert about(found, "library card") == [
        "a fob's code is the number of a library card, and the PIN of the card is typed each time > "
    ]
    assert len(about(found, "time zone America/New_York, from this file")) == 1
    assert about(found, "clock") == ["this machine's clock agrees with the server's > "]
    assert about(said(files.config, "warning")[1], "key", "clock", "zone", "library is") == []


@pytest.mark.parametrize(
    ("role", "without"),
    [
        ("Patrons Write", "nothing can be borrowed or kept longer"),
        ("Patrons Validate", "a Sierra of version 5 cannot check card PINs, so nobody can log in there"),
        ("Items Read", "no title is shown, and not where a returned thing belongs"),
        ("Items Write", "nothing can be brought back"),
        ("Bibs Read", "no title is shown"),
    ],
)
def test_a_missing_role_is_named_with_what_members_cannot_do(
    files: SierraFiles, sierra: SierraThread, role: str, without: str
) -> None:
    files.url = sierra.url
    sierra.control.turn(roles_missing=role)
    code, found = said(files.write(), "warning")
    assert code == ExitCode.OK
    expected = f"the kiosk's key lacks the role {role}: {without} > {ASK} {role}, then check again"
    assert about(found, "role") == [expected]


def test_two_missing_roles_are_two_warnings_and_card_pins_need_no_role_if_nobody_types_one(
    files: SierraFiles, sierra: SierraThread
) -> None:
    files.url, files.sierra = sierra.url, f'key_file = "{files.key}"\ncard_pin = "none"'
    sierra.control.turn(roles_missing="Items Write,Bibs Read,Patrons Validate")
    _, found = said(files.write(), "warning", "note")
    assert [each.partition(":")[0] for each in about(found, "lacks the role")] == [
        "the kiosk's key lacks the role Items Write",
        "the kiosk's key lacks the role Bibs Read",
    ]
    assert "logs in without a PIN > whoever finds a card can use its account" in " ".join(found)


def test_without_the_role_for_patrons_nobody_can_log_in_and_every_missing_role_is_named_at_once(
    files: SierraFiles, sierra: SierraThread
) -> None:
    files.url = sierra.url
    sierra.control.turn(roles_missing="Patrons Read,Items Read")
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    (text, _, advice) = found[0].partition(" > ")
    assert (len(found), text) == (1, "the kiosk's key lacks the role Patrons Read: members cannot log in")
    assert advice == f"{ASK}s Patrons Read, Items Read, then check again"


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (
            lambda files: files.key.unlink(),
            "~/sierra-key is not there: write the key of your Sierra into it, in one line KEY:SECRET, then chmod",
        ),
        (
            lambda files: files.keep_key("just-the-key"),
            "~/sierra-key should hold the key of your Sierra, in one line KEY:SECRET",
        ),
        (lambda files: files.keep_key(mode=0o640), "~/sierra-key can be read by others: chmod 600 ~/sierra-key"),
        (lambda files: (files.key.unlink(), files.key.mkdir()), "~/sierra-key cannot be read: Is a directory"),
    ],
)
def test_a_key_file_that_cannot_be_used(
    files: SierraFiles, spoil: Callable[[SierraFiles], None], expected: str
) -> None:
    spoil(files)
    code, (found,) = said(files.write())
    assert code == ExitCode.CONFIG
    assert expected in found


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every file")
def test_a_key_file_of_somebody_else(files: SierraFiles) -> None:
    files.keep_key(mode=0o000)
    _, (found,) = said(files.write())
    assert "~/sierra-key cannot be read by this account: look at it as root" in found


def test_no_key_file_is_named_and_systemd_gives_none(files: SierraFiles) -> None:
    files.sierra = ""
    _, (found,) = said(files.write())
    assert "no file is named, and systemd gives no credential sierra-key" in found
    assert "name the file that holds the key of your Sierra, in one line KEY:SECRET" in found


def test_a_key_file_that_the_service_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "sierra-key"
    path.touch()
    (found,) = check_key_file(path, "nobody")
    assert (found.mark, found.text) == (Mark.PROBLEM, f"the service runs as nobody, which cannot read {path}")
    assert found.advice == f"chown nobody {path}"
    (by_systemd,) = check_key_file(path, "nobody", by_systemd=True)
    assert by_systemd.mark is Mark.OK


def test_a_key_that_systemd_gives_the_service_is_found_or_it_is_said_how_to_look_at_it(files: SierraFiles) -> None:
    units = files.folder / "units"
    (units / f"{UNIT}.d").mkdir(parents=True)
    (units / UNIT).write_text("[Service]\nUser=nobody\n")
    drop_in = units / f"{UNIT}.d" / "key.conf"
    drop_in.write_text(f"[Service]\nLoadCredential=sierra-key:{files.key}\n")
    files.sierra = ""
    plain = read_unit([units])
    assert usable_settings(files.write(), plain.plain_system_keys).sierra is not None
    drop_in.write_text("[Service]\nLoadCredentialEncrypted=sierra-key:/etc/sealed\n")
    sealed = read_unit([units])
    with pytest.raises(SettingsError):
        usable_settings(files.config, sealed.plain_system_keys)
    assert sealed.how_to_open(SIERRA_KEY).endswith(
        "systemd-run --pipe -p LoadCredentialEncrypted=sierra-key:/etc/sealed lending-kiosk check"
    )


def test_a_key_that_sierra_refuses(files: SierraFiles, sierra: SierraThread) -> None:
    files.url = sierra.url
    files.keep_key("old:s3cret-of-last-year")
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    (text, _, advice) = found[0].partition(" > ")
    assert (len(found), text) == (1, "Sierra refuses the key in ~/sierra-key ([sierra] key_file)")
    assert advice == "was the key changed, or has it ended? Write the new one there, one line KEY:SECRET"


USUALLY = "[sierra] url usually ends with /iii/sierra-api/v6"


@pytest.mark.parametrize(
    ("change", "text", "advice"),
    [
        (("/sierra-api", "/api"), "there is no Sierra at this address: {url}/token gives no token", USUALLY),
        (("/v6", ""), "it answers, but not as it should (token_info: HTTP 404)", f"is the address right? {USUALLY}"),
        (
            ("http:", "https:"),
            "127.0.0.1 does not speak TLS as it should (SSLError): are https:// and the port right?",
            "",
        ),
        (("127.0.0.1", "sierra.invalid"), "the name sierra.invalid is not known here", "the kiosk starts all the same"),
    ],
)
def test_an_address_that_is_wrong(
    files: SierraFiles, sierra: SierraThread, change: tuple[str, str], text: str, advice: str
) -> None:
    files.url, files.sierra = sierra.url.replace(*change), f'key_file = "{files.key}"\nallow_http = true'
    _, (found,) = said(files.write())
    assert text.format(url=files.url) in found.partition(" > ")[0]
    assert advice in found.partition(" > ")[2]


def test_an_address_where_nobody_answers(files: SierraFiles) -> None:
    port = free_port()
    files.url = f"http://127.0.0.1:{port}/iii/sierra-api/v6"
    code, (found,) = said(files.write())
    assert code == ExitCode.UNAVAILABLE
    assert f"127.0.0.1 refuses connections on port {port}: the server there does not run, or the port is wrong" in found


def test_a_token_at_another_address_is_found_when_the_file_says_it(files: SierraFiles) -> None:
    with SierraThread(knobs=SierraKnobs(token_at="unversioned")) as sierra:
        files.url = sierra.url
        _, (found,) = said(files.write())
        assert "if only the token is elsewhere, say so in token_url" in found
        files.sierra = f'key_file = "{files.key}"\ntoken_url = "{sierra.token_url}"'
        assert said(files.write()) == (ExitCode.OK, [])


@pytest.mark.parametrize(
    ("days", "trusted", "expected"),
    [
        ((-1, 2), False, "the server's certificate is not trusted"),
        ((400, 500), True, "not yet valid: this machine's clock shows"),
        ((-500, -400), True, "has expired: this machine's clock shows"),
        ((-1, 2), True, ""),
    ],
)
def test_a_certificate_that_is_wrong(
    files: SierraFiles, sierra: SierraThread, days: tuple[float, float], expected: str, *, trusted: bool
) -> None:
    vouching = authority(files.folder)
    files.more = f'[network]\nca_file = "{vouching.file}"\n' if trusted else ""
    with behind_tls(sierra.url, vouching.server("127.0.0.1", begins_in_d=days[0], ends_in_d=days[1])) as files.url:
        code, found = said(files.write())
    assert (code, len(found)) == ((ExitCode.UNAVAILABLE, 1) if expected else (ExitCode.OK, 0))
    assert expected in " ".join(found)
    if not trusted:
        assert "[network] ca_file is missing" in found[0]


@pytest.mark.parametrize(("ahead_s", "expected"), [(900, "15 minutes behind"), (-7200, "2.0 hours ahead of")])
def test_a_clock_that_is_wrong(files: SierraFiles, sierra: SierraThread, ahead_s: int, expected: str) -> None:
    files.url = sierra.url
    sierra.control.put_forward(ahead_s)
    _, found = said(files.write(), "warning")
    (clock,) = about(found, "clock")
    assert clock.startswith(f"this machine's clock is {expected} the server's > let the machine set its clock")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", ""),
        ("America/Los_Angeles", "loans end at 01:00 in this time zone"),
        ("Europe/London", "loans end at 09:00 in this time zone"),
    ],
)
def test_a_zone_in_which_no_loan_ends_as_sierra_lets_it_end(files: SierraFiles, zone: str, expected: str) -> None:
    """Sierra ends each loan at 04:00 in the library's zone. `check` compares this hour with the kiosk's zone.

    A member logs in first, because `check` finds the due moments of loans only in the kiosk's cache.
    """
    now = datetime(2026, 11, 25, 17, tzinfo=UTC)
    with SierraThread(today=now.date(), time_zone=ZoneInfo("America/New_York")) as sierra:
        files.url, files.zone = sierra.url, f'time_zone = "{zone}"'
        settings = usable_settings(files.write())

        async def visit() -> None:
            backend = system_of(settings).connect(settings, MemoryLog(), MemoryItems(), lambda: now)
            await backend.sign_in(Password("23080000001001", Secret("4711")), VisitId(1), "en")
            store = Store.open(settings.kiosk.state_dir)
            LibraryCache(store.cache).save(await backend.library("en"))
            store.close()
            await backend.aclose()

        asyncio.run(visit())
        _, found = said(files.config, "warning")
    zones = about(found, "loans end at")
    assert len(zones) == (1 if expected else 0)
    assert all(each.startswith(expected) for each in zones)
    assert all("04:00 would be in America/New_York" in each for each in zones)
    assert all('> [kiosk] time_zone = "America/New_York", if the library is there' in each for each in zones)


@pytest.mark.parametrize(
    ("zone", "library", "expected"),
    [
        (
            "",
            LIBRARY,
            'kiosk.time_zone: found nothing; allowed: the time zone of the library, such as "America/New_York"',
        ),
        (
            'time_zone = "New York"',
            LIBRARY,
            'kiosk.time_zone: found "New York"; allowed: a time zone such as "America/New_York"',
        ),
        (None, "", "library.name: found nothing; allowed: the name of the library, 1 to 60 characters"),
        (None, '[library]\nphone = "1"\n', "library.name: found nothing; allowed: the name of the library"),
        (
            None,
            LIBRARY.replace("10:00-", "9-"),
            'library.hours.mon: found "9-18:00"; allowed: hours such as "10:00-18:00"',
        ),
        (
            None,
            LIBRARY.replace("mon", "Monday"),
            "library.hours.Monday: found an unknown day; allowed: one of mon, tue",
        ),
        (None, LIBRARY + 'currency = "$"\n', "library.hours.currency"),
    ],
)
def test_a_value_that_sierra_does_not_say_is_missing_or_wrong(
    files: SierraFiles, zone: str | None, library: str, expected: str
) -> None:
    files.zone, files.library = files.zone if zone is None else zone, library
    code, found = said(files.write())
    assert code == ExitCode.CONFIG
    assert expected in " ".join(found)
    if "library.name" in expected:
        assert str(asset("kiosk.sierra.example.toml")) in found[0]


def test_no_word_of_the_report_holds_the_secret_of_the_key(files: SierraFiles, sierra: SierraThread) -> None:
    files.url = sierra.url
    ended = here("check", "--config", files.write(), "--no-readers")
    assert load(files.config).sierra is not None
    assert KEY in files.key.read_text()
    assert KEY_SECRET not in ended.stdout + ended.stderr
