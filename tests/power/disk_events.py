"""The changes that a process made to the files of one folder, in order, as strace saw them.

strace writes each system call of the process into a file. This module reads that file. It keeps the calls that write,
truncate, sync, create, rename or remove a file in the folder. It also keeps the marks: short texts that the process
itself writes into the file MARKS.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

MARKS = "marks"
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""A folder in memory for temporary files, or None if this machine has none. A sync takes no time in this folder."""
_CALLS = (
    "openat,open,creat,write,pwrite64,pwritev,writev,ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,"
    "rename,renameat,renameat2,unlink,unlinkat,link,linkat,lseek,copy_file_range,sendfile"
)
_LINE = re.compile(r"^(?P<thread>\d+)\s+(?P<rest>.*)$")
_CALL = re.compile(r"^(?P<name>\w+)\((?P<given>.*)\)\s*=\s*(?P<result>-?\d+|\?)")
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>\s?(?P<rest>.*)$")
_OPENED = re.compile(r'"(?P<path>[^"]*)", (?P<flags>[A-Z_|0-9]+)')
_FD = re.compile(r"^\d+<(?P<path>[^>]*)>(?:\(deleted\))?")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(?P<more>\.\.\.)?')


class Written(Struct, frozen=True):
    """These bytes were written into the file, beginning at the offset."""

    name: str
    offset: int
    content: bytes


class Resized(Struct, frozen=True):
    """The file got this size, in bytes."""

    name: str
    size: int


class Synced(Struct, frozen=True):
    """The content of this file was synced to disk. If the name is empty, the names in the folder were synced."""

    name: str


class Made(Struct, frozen=True):
    """A new and empty file with this name was made."""

    name: str


class Renamed(Struct, frozen=True):
    """A file got another name. If `stays` is True, the file also keeps its old name."""

    name: str
    to: str
    stays: bool = False


class Removed(Struct, frozen=True):
    """A name was removed from the folder."""

    name: str


class Marked(Struct, frozen=True):
    """The process has written this mark. The events before it in the list have happened before the mark."""

    text: str


DiskEvent = Written | Resized | Synced | Made | Renamed | Removed | Marked


class NotUnderstoodError(Exception):
    """The trace of the process has something that this module does not understand, such as an unknown system call."""


def reason_without_strace() -> str:
    """Return the reason why strace cannot watch a process on this machine, or an empty text if strace can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace is not allowed to watch a process"


def recorded(folder: Path, command: list[str], trace: Path) -> tuple[DiskEvent, ...]:
    """Run our Python with the arguments `command` under strace, and return the events of the folder.

    `trace` is the file for strace's own output. Raises NotUnderstoodError, CalledProcessError if the command fails, or
    TimeoutExpired if the command takes more than 300 seconds.
    """
    strace = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={_CALLS}", "-o", str(trace)]
    subprocess.run([*strace, sys.executable, *command], check=True, stdout=subprocess.DEVNULL, timeout=300)
    with trace.open(encoding="ascii") as lines:
        return tuple(_events(_whole_calls(lines), str(folder)))


def _whole_calls(lines: Iterable[str]) -> Iterator[str]:
    """Yield one text for each call. strace splits a call if another thread makes a call meanwhile. Join both parts."""
    begun: dict[str, str] = {}
    for line in lines:
        found = _LINE.match(line.rstrip("\n"))
        if found is None:
            continue
        thread, rest = found["thread"], found["rest"]
        if rest.endswith(_UNFINISHED):
            begun[thread] = rest.removesuffix(_UNFINISHED)
        elif (resumed := _RESUMED.match(rest)) is not None:
            yield begun.pop(thread, "") + resumed["rest"]
        else:
            yield rest


def _events(calls: Iterable[str], folder: str) -> Iterator[DiskEvent]:
    ends: dict[str, int] = {}
    there: set[str] = set()
    for each in calls:
        call = _CALL.match(each)
        if call is None or call["result"].startswith(("-", "?")):
            continue
        yield from _of_call(call["name"], call["given"], folder, ends, there)


def _of_call(name: str, given: str, folder: str, ends: dict[str, int], there: set[str]) -> Iterator[DiskEvent]:
    """Yield the events of one call, and update `ends` and `there`.

    For each file, `ends` has the offset at which the next write without an offset begins. `there` has the names of the
    files that exist.
    """
    match name:
        case "openat" | "open" | "creat":
            yield from _opened(given, folder, ends, there)
        case "unlink" | "unlinkat" | "rename" | "renameat" | "renameat2" | "link" | "linkat":
            yield from _renamed(name, [_inside(_plain(text), folder) for text, _ in _TEXT.findall(given)], there)
        case _:
            found = _FD.match(given)
            file = _inside(_plain(found["path"]), folder) if found is not None else None
            if file is not None and not _is_left_out(file):
                yield from _of_file(name, given, file, ends)


def _of_file(name: str, given: str, file: str, ends: dict[str, int]) -> Iterator[DiskEvent]:
    match name:
        case "write":
            content = _content(given)
            if file == MARKS:
                yield Marked(content.decode())
                return
            yield Written(file, ends.get(file, 0), content)
            ends[file] = ends.get(file, 0) + len(content)
        case "pwrite64":
            yield Written(file, int(given.rsplit(", ", 1)[1]), _content(given))
        case "ftruncate":
            yield Resized(file, int(given.rsplit(", ", 1)[1]))
        case "fsync" | "fdatasync":
            yield Synced(file)
        case "lseek":
            # No event: the position that lseek sets is never used. SQLite and the kiosk give each write an offset, or
            # write a new file from its beginning.
            pass
        case _:
            raise NotUnderstoodError(f"{name} of {file}")


def _opened(given: str, folder: str, ends: dict[str, int], there: set[str]) -> Iterator[DiskEvent]:
    found = _OPENED.search(given)
    file = _inside(_plain(found["path"]), folder) if found is not None else None
    if found is None or not file or _is_left_out(file) or file == MARKS:
        return
    ends[file] = 0
    if "O_CREAT" in found["flags"] and file not in there:
        there.add(file)
        yield Made(file)
    elif "O_TRUNC" in found["flags"]:
        yield Resized(file, 0)


def _renamed(name: str, files: list[str | None], there: set[str]) -> Iterator[DiskEvent]:
    if any(file is None or _is_left_out(file) for file in files):
        return
    old, *new = [file for file in files if file is not None]
    if not new:
        there.discard(old)
        yield Removed(old)
        return
    stays = name.startswith("link")
    there.add(new[0])
    if not stays:
        there.discard(old)
    yield Renamed(old, new[0], stays)


def _is_left_out(file: str) -> bool:
    """Return True for SQLite's index of its log. After a crash, SQLite does not need the old index."""
    return file.endswith("-shm")


def _inside(path: str, folder: str) -> str | None:
    """Return the name of a file in the folder, an empty text for the folder itself, or None for other files."""
    if path == folder:
        return ""
    return path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else None


def _plain(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


def _content(given: str) -> bytes:
    found = _TEXT.search(given)
    if found is None or found["more"]:
        raise NotUnderstoodError("the content of a write is not whole in the trace")
    return bytes.fromhex(found[1].replace("\\x", ""))
