"""Tests of the kiosk's key.

The kiosk makes a key at its first start only. If systemd gives the kiosk a credential with a key, the kiosk uses that
key and makes none. No message and no repr shows the key.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.store.encryption import Seal, WrongSealError
from kiosk.store.kiosk_key import KeyProblemError, KeyStorage, NoKeyError, load_key


def test_a_key_file_is_made_once_and_private(state_dir: Path) -> None:
    first, second = load_key(state_dir, {}), load_key(state_dir, {})
    assert (first.storage, first.is_new, second.is_new) == (KeyStorage.FILE, True, False)
    assert first.derive("x") == second.derive("x")
    assert [path.name for path in state_dir.iterdir()] == ["kiosk-key"]
    assert (state_dir / "kiosk-key").stat().st_mode & 0o777 == 0o600
    assert state_dir.stat().st_mode & 0o777 == 0o700


def test_a_credential_wins_over_a_file(state_dir: Path, tmp_path: Path) -> None:
    load_key(state_dir, {})
    (tmp_path / "kiosk-key").write_bytes(b"k" * 32)
    key = load_key(state_dir, {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert key.storage is KeyStorage.CREDENTIAL
    assert key.derive("x") != load_key(state_dir, {}).derive("x")


def test_a_service_with_other_credentials_uses_the_file(state_dir: Path, tmp_path: Path) -> None:
    assert load_key(state_dir, {"CREDENTIALS_DIRECTORY": str(tmp_path)}).storage is KeyStorage.FILE


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_a_wrong_length_is_refused_and_not_replaced(state_dir: Path, length: int) -> None:
    state_dir.mkdir()
    (state_dir / "kiosk-key").write_bytes(b"k" * length)
    with pytest.raises(KeyProblemError, match=f"{length} bytes"):
        load_key(state_dir, {})
    assert (state_dir / "kiosk-key").stat().st_size == length


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"missing", "the kiosk key is missing: systemd found no file"),
        (b"", "has 0 bytes; it must have 32"),
        (b"missing\n", "has 8 bytes"),
        (b"6b" * 32, "has 64 bytes"),  # somebody has written the key as hex digits
        (b"k" * 32 + b"\n", "has 33 bytes"),  # an editor has added a newline after the key
    ],
)
def test_a_credential_that_is_no_key_is_a_problem_in_words_and_no_other_key_is_made(
    state_dir: Path, tmp_path: Path, given: bytes, words: str
) -> None:
    (tmp_path / "kiosk-key").write_bytes(given)
    with pytest.raises(KeyProblemError, match=words):
        load_key(state_dir, {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert not state_dir.exists()


def test_a_command_makes_no_key(state_dir: Path) -> None:
    with pytest.raises(NoKeyError, match="neither a systemd credential"):
        load_key(state_dir, {}, create=False)
    assert not state_dir.exists()


def test_a_folder_that_cannot_be_made_is_a_problem_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyProblemError, match="cannot be made"):
        load_key(tmp_path / "file" / "state", {})


def test_however_many_start_at_once_they_have_one_key(state_dir: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: load_key(state_dir, {}).derive("x"), range(32)))
    assert len(set(keys)) == 1
    assert os.listdir(state_dir) == ["kiosk-key"]  # noqa: PTH208


def test_the_key_does_not_print(state_dir: Path) -> None:
    key = load_key(state_dir, {})
    raw = (state_dir / "kiosk-key").read_bytes()
    assert repr(raw)[2:-1] not in repr(key)
    assert "_key" not in repr(key)


def test_each_purpose_has_its_own_key(state_dir: Path) -> None:
    key = load_key(state_dir, {})
    assert len({key.derive("fob"), key.derive("index"), key.derive("index", b"a"), key.derive("index", b"b")}) == 4


def test_a_seal_opens_with_its_key_in_its_place_and_unchanged() -> None:
    seal = Seal(bytes(32))
    sealed = seal.close("na\N{LATIN SMALL LETTER I WITH DIAERESIS}ve", "row 1")
    assert seal.open(sealed, "row 1") == "na\N{LATIN SMALL LETTER I WITH DIAERESIS}ve"
    assert seal.close("x", "row 1") != seal.close("x", "row 1")
    for wrong in (sealed[:-1], sealed[:5], b"", sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(WrongSealError):
            seal.open(wrong, "row 1")
    with pytest.raises(WrongSealError):
        seal.open(sealed, "row 2")
    with pytest.raises(WrongSealError):
        Seal(b"1" * 32).open(sealed, "row 1")
