"""Tests that only one kiosk uses a state folder.

This is true for every path that leads to the folder. A kiosk that was killed does not keep the folder locked.
"""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.folder_lock import FolderInUseError, claim
from kiosk.store.store import Store

HOLD = """
import subprocess, sys
from pathlib import Path
from kiosk.store.folder_lock import claim
held = claim(Path(sys.argv[1]))
child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    return state


def paths_to(folder: Path) -> dict[str, Path]:
    """Return different paths that all lead to this folder. The keys describe the paths."""
    link = folder.with_name("link")
    link.symlink_to(folder)
    link.with_name("link-to-link").symlink_to("link")
    return {
        "the same": folder,
        "a link": link,
        "a link to a link": link.with_name("link-to-link"),
        "up and down": folder / ".." / folder.name,
        "a trailing slash": Path(f"{folder}/"),
        "relative": Path(os.path.relpath(folder)),
        "through another root": Path(f"/proc/self/root{folder}"),
        "through a handle": Path(f"/proc/self/fd/{os.open(folder, os.O_RDONLY | os.O_DIRECTORY)}"),
    }


def _is_refused(path: Path) -> bool:
    try:
        claim(path).let_go()
    except FolderInUseError as taken:
        return "another kiosk runs on" in str(taken)
    return False


def test_each_path_to_the_folder_leads_to_its_lock(folder: Path) -> None:
    held = claim(folder)
    for how, path in paths_to(folder).items():
        assert _is_refused(path), how
    held.let_go()
    held.let_go()
    claim(folder).let_go()


def test_a_copy_beside_it_is_another_folder(folder: Path) -> None:
    held = claim(folder)
    claim(folder.with_name("copy")).let_go()
    held.let_go()


@pytest.mark.parametrize("signal", ["KILL", "TERM"])
def test_the_claim_ends_with_its_process_and_not_with_what_that_has_started(folder: Path, signal: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    child = int(holder.stdout.readline())
    try:
        with pytest.raises(FolderInUseError):
            claim(folder)
        holder.kill() if signal == "KILL" else holder.terminate()
        holder.wait(10)
        # This call raises an error if the child has ended. A real kiosk has a child, for example, while a program plays
        # a sound for it.
        os.kill(child, 0)
        claim(folder).let_go()
    finally:
        os.kill(child, 9)
        holder.communicate()


def test_it_leaves_nothing_in_the_folder_and_needs_no_right_to_write(folder: Path) -> None:
    folder.chmod(0o500)
    held = claim(folder)
    with pytest.raises(FolderInUseError):
        claim(folder)
    assert not list(folder.iterdir())
    held.let_go()
    folder.chmod(0o700)


def test_a_missing_folder_is_made_for_this_account_alone(tmp_path: Path) -> None:
    state = tmp_path / "var" / "state"
    held = claim(state)
    assert state.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FolderInUseError):
        claim(state)
    held.let_go()


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EBADF, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EIO])
def test_a_disk_that_locks_no_folders_keeps_no_kiosk_from_running(
    folder: Path, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(_handle: int, _how: int) -> None:
        raise OSError(code, os.strerror(code))

    claim(folder, lock=refuses).let_go()
    assert "see that only one kiosk runs on it" in caplog.text


@pytest.mark.parametrize("code", [errno.EAGAIN, errno.EACCES])
def test_held_by_a_kiosk_on_another_machine(folder: Path, code: int) -> None:
    """If another process has the lock, POSIX allows two error codes: EAGAIN and EACCES."""

    def held(_handle: int, _how: int) -> None:
        raise OSError(code, os.strerror(code))

    with pytest.raises(FolderInUseError):
        claim(folder, lock=held)


def test_a_folder_that_cannot_be_opened_is_for_others_to_tell(tmp_path: Path) -> None:
    file = tmp_path / "state"
    file.write_text("no folder")
    claim(file).let_go()
    claim(file / "below").let_go()


def test_commands_beside_the_kiosk_do_not_ask_for_it(folder: Path) -> None:
    held = claim(folder)
    own, beside = Store.open(folder), Store.beside(folder)
    assert own.problems() == () == beside.problems()
    beside.close()
    own.close()
    held.let_go()
