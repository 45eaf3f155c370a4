"""Tests of `lending-kiosk cards`: the kiosk understands the codes that it prints, and the codes of fobs stay secret."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.cards import WrongLabelsError, command_cards, label_of, read_labels
from kiosk.domain.library import CodeRule
from kiosk.domain.meaning import meaning_of
from kiosk.domain.messages.events import CommandName, CommandRead, FobRead, ItemRead, ReaderKind
from kiosk.exit_codes import ExitCode
from kiosk.texts import languages
from kiosk.ui.sheets.code128 import can_hold

pytestmark = pytest.mark.usefixtures("qapp")
"""These tests use the QApplication of all tests, because a process can have only one application.

Without this QApplication, the command would create a QGuiApplication. Later tests could then show no widgets.
"""
FOB = "007B3972"


@pytest.mark.parametrize("kind", ReaderKind)
def test_every_printed_command_is_understood_by_every_reader(kind: ReaderKind) -> None:
    buttons = [CommandRead(CommandName.FINISH), CommandRead(CommandName.CANCEL), CommandRead(CommandName.HELP)]
    for language in languages():
        read = [meaning_of(card.code.code, kind, CodeRule(), commands=True) for card in command_cards(language)]
        assert read == [*buttons, *(CommandRead(CommandName.LANGUAGE, code) for code in languages())], language
        assert {one.name for one in read if isinstance(one, CommandRead)} == set(CommandName), language


@pytest.mark.parametrize("language", languages())
def test_cards_speak_the_language_asked_for_and_those_of_languages_their_own(language: str) -> None:
    cards = command_cards(language)
    english = command_cards("en")
    same = [card.title for card, other in zip(cards[:3], english, strict=False) if card.lead == other.lead]
    assert bool(same) is (language == "en")
    assert cards[3:] == english[3:]
    assert all(can_hold(card.code.code) for card in cards)


def test_labels_are_read_a_line_each_with_a_title_after_a_tab() -> None:
    lines = read_labels("DR-0142\tCordless  drill\n\nPLMB 13 \n", "items")
    labels = [label_of(line) for line in lines]
    assert [(label.code.code, label.title) for label in labels] == [("DR-0142", "Cordless drill"), ("PLMB 13", "")]
    meanings = [meaning_of(label.code.code, ReaderKind.ITEMS, CodeRule(), commands=True) for label in labels]
    assert all(isinstance(meaning, ItemRead) for meaning in meanings)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("\tA title", "items, line 1: a title without a code"),
        ("DR-1\nDR-1", "items, line 2: the same code as before"),
        ("x" * 65, "items, line 1: more than 64 signs"),
        ("DR\x07", "items, line 1: signs that no label can have"),
        ("cmd:finish", "items, line 1: CMD: is for command cards"),
        ("\n \n", "items: no codes"),
    ],
)
def test_a_label_that_the_kiosk_would_not_understand_is_named_by_its_line(text: str, wrong: str) -> None:
    with pytest.raises(WrongLabelsError) as raised:
        read_labels(text, "items")
    assert str(raised.value) == wrong


def test_a_file_is_written_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items, out = tmp_path / "items.txt", tmp_path / "cards.pdf"
    items.write_text("DR-0142\tBohrmaschine Größe 2\nWERKZEUG-Ü\n", encoding="utf-8")
    assert main(["cards", "--out", str(out), "--items", str(items), "--paper", "letter", "--language", "de"]) == 0
    said = capsys.readouterr()
    assert out.read_bytes().startswith(b"%PDF-")
    assert f"{out}: {3 + len(languages())} cards, 2 labels." in said.out
    assert said.err.startswith("items, line 2:")
    assert [path.name for path in tmp_path.iterdir() if path not in {items, out}] == []


def test_fob_codes_come_on_standard_input_and_stay_secret(tmp_path: Path) -> None:
    out = tmp_path / "fobs.pdf"
    out.write_text("an older file that everybody may read")
    out.chmod(0o644)
    words = ["cards", "--fobs", "-", "--no-commands", "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *words], input=f"{FOB}\tFob 12\n", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (ExitCode.OK, "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert FOB not in done.stdout
    assert FOB.encode() not in out.read_bytes()
    (line,) = read_labels(f"{FOB}\tFob 12\n", "fobs")
    assert FOB not in repr(line) + repr(label_of(line, secret=True))
    assert label_of(line, secret=True).code.shown == ""
    assert isinstance(meaning_of(line.code, ReaderKind.FOBS, CodeRule(), commands=True), FobRead)


def test_a_wrong_fob_is_named_by_its_line_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fobs = tmp_path / "fobs.txt"
    fobs.write_text(f"{FOB}\n{FOB}\n")
    assert main(["cards", "--fobs", str(fobs), "--out", str(tmp_path / "x.pdf")]) == ExitCode.DATAERR
    said = capsys.readouterr()
    assert "fobs, line 2" in said.err
    assert FOB not in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--language", "eo"], ExitCode.USAGE),
        (["--no-commands"], ExitCode.USAGE),
        (["--items", "-", "--fobs", "-"], ExitCode.USAGE),
        (["--items", "/nonexistent/items.txt"], ExitCode.OSERR),
        (["--out", "/nonexistent/cards.pdf"], ExitCode.OSERR),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], code: ExitCode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["cards", *words]) == code
    assert list(tmp_path.iterdir()) == []
