"""Tests of inbox, fobs and staff-pin as staff call them, with real stores."""

import asyncio
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.backends.ports import RememberedCard
from kiosk.commands.inbox import _QUESTIONS
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, Secret, VisitId
from kiosk.exit_codes import ExitCode
from kiosk.store.inbox import question_of
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import load_key
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.pin_file import fits_pin
from kiosk.store.store import Store
from kiosk.store.vault import Holder, NoLink, Vault
from tests.commands.kiosk_files import NO_KIOSK_HERE
from tests.store.samples import linked

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TOKEN = RememberedToken(Secret("refresh-token"))


@dataclass
class Kiosk:
    """A settings file, and the open stores of its kiosk."""

    folder: Path
    config: Path
    store: Store
    journal: Journal
    vault: Vault

    def call(self, command: str, *words: str) -> int:
        return main([command, "--config", str(self.config), *words])

    def process(self, command: str, *words: str, given: str) -> "subprocess.CompletedProcess[str]":
        argv = [sys.executable, "-m", "kiosk", command, "--config", str(self.config), *words]
        return subprocess.run(argv, cwd=ROOT, input=given, capture_output=True, text=True, check=False, timeout=60)

    def ask_staff(self) -> None:
        lost = Record(
            RecordKind.COMMIT_UNSETTLED,
            VisitId(3),
            (ItemCode("DR-0142"), ItemCode("A\x1b[2J")),
            CommitId(5),
            inbox=True,
        )
        tray = Record(RecordKind.TRAY_WITHOUT_FOB, codes=(ItemCode("LAD-0009"),), inbox=True)
        asyncio.run(self.journal.record(lost, "member-4711"))
        asyncio.run(self.journal.record(tray))

    def link(self, code: str, member: str = "member-4711") -> None:
        asyncio.run(self.vault.keep(Secret(code), TOKEN, Holder(member, "AB")))

    def remember(self, code: str, system: str) -> None:
        """Add a library card for this digital system to the link of the fob `code`."""

        async def keep() -> bool:
            cards = linked(await self.vault.find(Secret(code))).cards
            return await cards.keep_card(system, RememberedCard(Secret("990001"), Secret("4711")))

        assert asyncio.run(keep())

    def is_linked(self, code: str) -> bool:
        return not isinstance(asyncio.run(self.vault.find(Secret(code))), NoLink)


SETTINGS = """
[kiosk]
state_dir = "{state_dir}"
time_zone = "America/New_York"
[myturn]
url = "https://example.myturn.com/library"
[staff]
pin_file = "{pin_file}"
[[scanner]]
name = "fob"
reads = "fobs"
driver = "serial"
port = "/dev/ttyACM0"
transform = ["strip", "dec_to_hex(8)"]
example = {{ in = "0008075634", out = "007B3972" }}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(SETTINGS.format(state_dir=tmp_path / "state", pin_file=tmp_path / "staff-pin"))
    return path


@pytest.fixture
def kiosk(tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kiosk]:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    state_dir = tmp_path / "state"
    store = Store.open(state_dir)
    key = load_key(state_dir, {})
    clock: Callable[[], datetime] = lambda: NOW  # noqa: E731
    with ThreadPoolExecutor(1) as slow:
        vault = Vault(store.vault, key, slow, clock, store.tell, site="https://example.myturn.com/library")
        yield Kiosk(tmp_path, config, store, Journal(store.journal, key, clock), vault)
    store.close()


Output = pytest.CaptureFixture[str]


# --- inbox -----------------------------------------------------------------------------------------


def test_an_empty_inbox(kiosk: Kiosk, capsys: Output) -> None:
    assert kiosk.call("inbox") == ExitCode.OK
    assert "Nothing has been kept yet" in capsys.readouterr().out
    asyncio.run(kiosk.journal.record(Record(RecordKind.CANCELLED, VisitId(1))))
    assert kiosk.call("inbox", "list") == ExitCode.OK
    assert capsys.readouterr().out == "Nothing waits for an answer.\n"


def test_the_list_names_the_tools_in_local_time_and_no_escape_reaches_the_terminal(
    kiosk: Kiosk, capsys: Output
) -> None:
    kiosk.ask_staff()
    assert kiosk.call("inbox") == ExitCode.OK
    out = capsys.readouterr().out
    assert "1  2026-03-02 05:00  commit unsettled   DR-0142, A·[2J" in out
    assert "LAD-0009" in out
    assert "\x1b" not in out
    assert "member-4711" not in out


@NO_KIOSK_HERE
def test_show_opens_the_member_with_the_kiosk_key_only(kiosk: Kiosk, capsys: Output) -> None:
    kiosk.ask_staff()
    assert kiosk.call("inbox", "show", "1") == ExitCode.OK
    shown = capsys.readouterr().out
    assert "Compare the member's loans with these tools" in shown
    assert "member  member-4711" in shown
    assert kiosk.call("inbox", "show", "2") == ExitCode.OK
    assert "nobody had logged in" in capsys.readouterr().out
    (kiosk.folder / "state" / "kiosk-key").unlink()
    assert kiosk.call("inbox", "show", "1") == ExitCode.OK
    sealed = capsys.readouterr().out
    assert "sealed (no kiosk key: neither a systemd credential" in sealed
    assert "4711" not in sealed
    assert not (kiosk.folder / "state" / "kiosk-key").exists()


def test_an_answer_takes_the_entry_off_the_list(kiosk: Kiosk, capsys: Output) -> None:
    kiosk.ask_staff()
    assert kiosk.call("inbox", "resolve", "1", "--answer", "both were lent", "--by", "Ines") == ExitCode.OK
    capsys.readouterr()
    kiosk.call("inbox", "list", "--json")
    assert [entry["id"] for entry in json.loads(capsys.readouterr().out)] == [2]
    kiosk.call("inbox", "--json", "list", "--all")
    first, _ = json.loads(capsys.readouterr().out)
    assert (first["answer"], first["resolved_by"], first["member"]) == ("both were lent", "Ines", "member-4711")
    assert kiosk.call("inbox", "resolve", "1", "--answer", "again") == ExitCode.DATAERR
    with pytest.raises(SystemExit) as end:
        kiosk.call("inbox", "resolve", "2", "--answer", "  ")
    assert end.value.code == ExitCode.USAGE
    assert kiosk.call("inbox", "show", "77") == ExitCode.DATAERR


def test_a_damaged_journal_is_said_and_left_to_the_kiosk(config: Path, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "journal.db").write_bytes(b"no database " * 1000)
    assert main(["inbox", "--config", str(config)]) == ExitCode.OSERR
    assert "damaged" in capsys.readouterr().err
    assert os.listdir(tmp_path / "state") == ["journal.db"]  # noqa: PTH208


def test_a_wrong_settings_file_is_told_as_everywhere(tmp_path: Path, capsys: Output) -> None:
    assert main(["inbox", "--config", str(tmp_path / "none.toml")]) == ExitCode.CONFIG


def test_every_kind_of_entry_has_its_question() -> None:
    assert {question_of(kind) for kind in RecordKind} == set(_QUESTIONS)


# --- fobs ------------------------------------------------------------------------------------------


def test_linked_fobs_are_listed_without_their_codes(kiosk: Kiosk, capsys: Output) -> None:
    assert kiosk.call("fobs") == ExitCode.OK
    assert "Nothing has been kept yet" in capsys.readouterr().out
    kiosk.link("007B3972")
    assert kiosk.call("fobs", "list") == ExitCode.OK
    out = capsys.readouterr().out
    assert "AB    ..72  2026-03-02 05:00  -" in out
    assert (NOW + timedelta(days=365)).strftime("%Y-%m-%d") in out
    assert "007B39" not in out
    assert kiosk.call("fobs", "--json") == ExitCode.OK
    [fob] = json.loads(capsys.readouterr().out)
    assert (fob["initials"], fob["tail"], fob["genuine"]) == ("AB", "72", True)


def test_the_list_says_which_cards_a_fob_remembers_and_shows_nothing_of_them(kiosk: Kiosk, capsys: Output) -> None:
    kiosk.link("007B3972")
    kiosk.remember("007B3972", "overdrive")
    assert kiosk.call("fobs", "list") == ExitCode.OK
    assert "card for overdrive" in capsys.readouterr().out
    assert kiosk.call("fobs", "--json") == ExitCode.OK
    out = capsys.readouterr().out
    assert json.loads(out)[0]["cards"] == ["overdrive"]
    assert "990001" not in out


@pytest.mark.slow
def test_a_scan_revokes_as_typed_and_as_the_kiosks_own_reader_reads_it(kiosk: Kiosk) -> None:
    for code in ("007B3972", "OTHER-FOB-1"):
        kiosk.link(code)
    done = kiosk.process("fobs", "revoke", "--scan", given="0008075634\n")
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.OK, "1 link is revoked.\n", "")
    assert (kiosk.is_linked("007B3972"), kiosk.is_linked("OTHER-FOB-1")) == (False, True)
    assert kiosk.process("fobs", "revoke", "--scan", given="OTHER-FOB-1\r\n").returncode == ExitCode.OK
    again = kiosk.process("fobs", "revoke", "--scan", given="OTHER-FOB-1\n")
    assert again.returncode == ExitCode.DATAERR
    assert "OTHER" not in again.stdout + again.stderr


def test_revoking_by_name_by_member_and_all(kiosk: Kiosk, capsys: Output) -> None:
    for number, member in enumerate(["anna", "anna", "ben", "carla"]):
        kiosk.link(f"FOB-10000{number}", member)
    assert kiosk.call("fobs", "revoke", "--member", "anna") == ExitCode.OK
    assert "2 links are revoked." in capsys.readouterr().out
    kiosk.call("fobs", "--json")
    first, _ = json.loads(capsys.readouterr().out)
    assert kiosk.call("fobs", "revoke", "--id", first["id"]) == ExitCode.OK
    assert kiosk.call("fobs", "revoke", "--id", first["id"]) == ExitCode.DATAERR
    assert kiosk.call("fobs", "revoke", "--all") == ExitCode.OK
    assert kiosk.call("fobs", "revoke", "--all") == ExitCode.OK
    capsys.readouterr()
    kiosk.call("fobs")
    assert capsys.readouterr().out == "No fob is linked.\n"


@NO_KIOSK_HERE
def test_without_the_key_links_can_be_seen_and_all_be_revoked(kiosk: Kiosk, capsys: Output) -> None:
    kiosk.link("FOB-100000")
    (kiosk.folder / "state" / "kiosk-key").unlink()
    assert kiosk.call("fobs") == ExitCode.OK
    assert "?: cannot be opened here (no kiosk key" in capsys.readouterr().out
    assert kiosk.call("fobs", "revoke", "--member", "member-4711") == ExitCode.OSERR
    assert kiosk.call("fobs", "revoke", "--all") == ExitCode.OK


def test_revoke_needs_to_know_what(kiosk: Kiosk) -> None:
    for words in (["revoke"], ["revoke", "--all", "--scan"], ["lose"]):
        with pytest.raises(SystemExit) as end:
            kiosk.call("fobs", *words)
        assert end.value.code == ExitCode.USAGE


# --- staff-pin -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_pin_is_read_from_standard_input(kiosk: Kiosk) -> None:
    done = kiosk.process("staff-pin", given="2468\n")
    assert (done.returncode, done.stderr) == (ExitCode.OK, "")
    assert "2468" not in done.stdout
    assert fits_pin(kiosk.folder / "staff-pin", Secret("2468"))
    refused = kiosk.process("staff-pin", given="12\n")
    assert (refused.returncode, "4 to 12 digits" in refused.stderr) == (ExitCode.DATAERR, True)
    assert fits_pin(kiosk.folder / "staff-pin", Secret("2468"))


@pytest.mark.slow
def test_a_folder_that_is_missing_is_said(kiosk: Kiosk) -> None:
    kiosk.config.write_text(kiosk.config.read_text().replace(f"{kiosk.folder}/staff-pin", "/nowhere/staff-pin"))
    done = kiosk.process("staff-pin", given="2468\n")
    assert (done.returncode, "No such file" in done.stderr) == (ExitCode.OSERR, True)


@pytest.mark.slow
@pytest.mark.parametrize(("second", "code"), [("2468", ExitCode.OK), ("2469", ExitCode.DATAERR)])
def test_at_a_terminal_it_is_asked_for_twice_without_echo(kiosk: Kiosk, second: str, code: ExitCode) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "kiosk", "staff-pin", "--config", str(kiosk.config)])
    seen = until(terminal, b"New staff PIN: ")
    os.write(terminal, b"2468\n")
    seen += until(terminal, b"Once more: ")
    os.write(terminal, second.encode() + b"\n")
    seen += until(terminal, b"staff-pin." if code is ExitCode.OK else b"changed")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == code
    assert b"246" not in seen
    assert fits_pin(kiosk.folder / "staff-pin", Secret("2468")) is (code is ExitCode.OK)


def until(terminal: int, words: bytes) -> bytes:
    seen = b""
    while words not in seen:
        seen += os.read(terminal, 1024)
    return seen
