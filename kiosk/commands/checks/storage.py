"""The check that the kiosk can write its data on this machine, and that no other account can read the data."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from pwd import getpwuid
from tempfile import TemporaryFile

from kiosk.commands.checks.result import CheckResult, note, ok, problem, warning
from kiosk.commands.checks.unit import Sealing, Unit
from kiosk.domain.library import Library
from kiosk.exit_codes import ExitCode
from kiosk.store.cache import LibraryCache
from kiosk.store.kiosk_key import KeyProblemError, KeyStorage, NoKeyError, load_key
from kiosk.store.sqlite_file import NoStoreError, StoreError
from kiosk.store.store import Store, touch

# With fewer free bytes, the disk counts as full. A new kiosk's stores need 80 kB, and SQLite needs space for its logs.
_NO_SPACE = 1024 * 1024
_LITTLE_SPACE = 100 * 1024 * 1024
_CASUAL = "resists casual reading only: whoever takes the disk can try all fob numbers, which are few"
_SEAL_IT = "systemd/lending-kiosk.service says how to seal it with the machine's TPM (LoadCredentialEncrypted)"


def check_storage(state_dir: Path, unit: Unit, environ: Mapping[str, str], *, links: bool) -> Iterator[CheckResult]:
    """Check the state folder, its files and the kiosk key.

    The check writes a temporary file and deletes it at once. It also makes a small write to each store that exists. A
    kiosk key that is a plain file in the state folder gives a warning if fobs can be linked (`links` is True). If not,
    such a key gives only a note.
    """
    try:
        found = state_dir.stat()
    except FileNotFoundError:
        yield _not_yet(state_dir, unit)
        yield from _key(state_dir, unit, environ, links=links)
        return
    except OSError as why:
        yield _unusable(state_dir, why)
        return
    if not stat.S_ISDIR(found.st_mode):
        yield problem(ExitCode.OSERR, f"{state_dir} is not a folder", "change [kiosk] state_dir, or move the file away")
        return
    if os.geteuid() == 0 and found.st_uid != 0:
        yield _asked_as_root(found.st_uid)
    try:
        _write_trial(state_dir)
    except OSError as why:
        yield _unusable(state_dir, why, found.st_uid)
        return
    yield ok(f"{state_dir} can be written")
    yield from _privacy_and_space(state_dir, found.st_mode)
    yield from _stores(state_dir)
    yield from _key(state_dir, unit, environ, links=links)


def last_known(state_dir: Path) -> Library | None:
    """Return the library that is stored in the kiosk's cache, or None if the cache is empty or cannot be read."""
    store = Store.beside(state_dir)
    try:
        return LibraryCache(store.cache).load()
    finally:
        store.close()


def _not_yet(state_dir: Path, unit: Unit) -> CheckResult:
    if unit.installed:
        return note(f"{state_dir} is not there yet: the service makes it when it starts")
    above = next(parent for parent in state_dir.parents if parent.exists())
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return note(f"{state_dir} is not there yet: the kiosk makes it when it starts")
    advice = "make it and give it to the kiosk's user, or name another folder as [kiosk] state_dir"
    return problem(ExitCode.OSERR, f"{state_dir} is not there, and {_me()} may not make it in {above}", advice)


def _asked_as_root(owner: int) -> CheckResult:
    name = _name(owner)
    text = f"you are root, and the kiosk runs as {name}: what {name} may do is not tried"
    return note(text, f"ask once more as {name}: sudo -u {name} lending-kiosk check ...")


def _unusable(state_dir: Path, why: OSError, owner: int | None = None) -> CheckResult:
    said = why.strerror or type(why).__name__
    belongs = f"; it belongs to {_name(owner)}, and you are {_me()}" if owner not in (None, os.geteuid()) else ""
    advice = "the kiosk lends nothing that it cannot write down first"
    if belongs:
        advice = f"ask as the kiosk's own user (sudo -u {_name(owner)} lending-kiosk check ...), or give it the folder"
    return problem(ExitCode.OSERR, f"{state_dir} cannot be written: {said}{belongs}", advice)


def _write_trial(folder: Path) -> None:
    with TemporaryFile(dir=folder) as file:
        file.write(b"lending-kiosk check\n")
        file.flush()
        os.fsync(file.fileno())


def _privacy_and_space(state_dir: Path, mode: int) -> Iterator[CheckResult]:
    if mode & 0o077:
        yield warning(f"others on this machine may look into {state_dir}", f"chmod 700 {state_dir}")
    free = shutil.disk_usage(state_dir).free
    if free < _NO_SPACE:
        yield problem(ExitCode.OSERR, f"the disk is full: {free // 1024} kB are free", "a full disk stops all lending")
    elif free < _LITTLE_SPACE:
        yield warning(f"the disk is nearly full: {free // 2**20} MB are free", "a full disk stops all lending")


def _stores(state_dir: Path) -> Iterator[CheckResult]:
    store = Store.beside(state_dir)
    sound, new = [], []
    try:
        for name, database in (("journal", store.journal), ("vault", store.vault), ("cache", store.cache)):
            try:
                database.write_now(touch)
                sound.append(name)
            except NoStoreError:
                new.append(name)
            except StoreError as failed:
                yield problem(
                    ExitCode.OSERR, f"the {name} in {state_dir} cannot be used: {failed.why}", _store_advice(failed)
                )
    finally:
        store.close()
    if sound:
        yield ok(f"{', '.join(sound)}: sound, and written to")
    for kept in store.damaged_files():
        text = f"a damaged {kept.name.partition('.')[0]} was put aside as {kept}, and a new one begun"
        yield warning(text, "what was unsettled in it, and which fobs were linked, is nowhere else; then delete it")
    if new:
        yield note(f"{', '.join(new)}: not there yet, made when first needed")


def _store_advice(failed: StoreError) -> str:
    if "newer version" in failed.why:
        return "install that version of the kiosk again, or a newer one"
    if "damaged" in failed.why:
        return "the kiosk keeps the damaged file beside a new one when it starts; look into both with care"
    return "does the file belong to the kiosk's user, and is there room on the disk?"


# --- the kiosk key ---


def _key(state_dir: Path, unit: Unit, environ: Mapping[str, str], *, links: bool) -> Iterator[CheckResult]:
    try:
        key = load_key(state_dir, environ, create=False)
    except NoKeyError:
        yield _key_of_service(unit, links=links)
    except KeyProblemError as why:
        advice = "put the right key back; or move this one away, and every fob must be linked anew"
        yield problem(ExitCode.OSERR, f"{why}: the kiosk does not start", advice)
    else:
        yield _credential(unit) if key.storage is KeyStorage.CREDENTIAL else _key_file(state_dir, unit, links=links)


def _key_of_service(unit: Unit, *, links: bool) -> CheckResult:
    """Say which key the kiosk will use when systemd starts it. Call this if the check itself has found no key."""
    if unit.sealing is Sealing.NONE:
        text = f"no kiosk key yet: the kiosk makes a key file when it starts, which {_CASUAL}"
        return warning(text, _SEAL_IT) if links else note(text)
    if unit.key_file is not None and _is_missing(unit.key_file):
        text = f"the service takes the kiosk key from {unit.key_file}, which is not there: it would lend nothing"
        return problem(ExitCode.OSERR, text, "systemd/lending-kiosk.service says how to make the key")
    return _credential(unit)


def _credential(unit: Unit) -> CheckResult:
    match unit.sealing:
        case Sealing.SEALED:
            text = "the kiosk key is sealed by systemd: sealed with the machine's TPM, a stolen disk opens nothing"
            return ok(f"{text} (sealed with the host's key only, it lies on the same disk)")
        case Sealing.PLAIN:
            text = f"systemd gives the kiosk key from a plain file ({unit.key_file or 'a credential'})"
            return warning(f"{text}: if that lies on the same disk, it {_CASUAL}", _SEAL_IT)
        case Sealing.NONE:
            text = "the kiosk key is given by systemd: sealed with the machine's TPM, a stolen disk opens nothing"
            return note(f"{text}; from a plain file, it {_CASUAL}")


def _key_file(state_dir: Path, unit: Unit, *, links: bool) -> CheckResult:
    path = state_dir / "kiosk-key"
    if path.stat().st_mode & 0o077:
        return warning(f"others on this machine may read the kiosk key {path}", f"chmod 600 {path}")
    text = f"the kiosk key is a file beside what it protects ({path}): it {_CASUAL}"
    if unit.sealing is not Sealing.NONE:
        text = f"a kiosk key file lies in {state_dir}, but the service gets its key from systemd: fobs linked with"
        return note(f"{text} the one are unknown with the other")
    return warning(text, _SEAL_IT) if links else note(text)


def _is_missing(path: Path) -> bool:
    """Return True only if the file is certainly missing.

    If this account has no right to look at the file, the file counts as present.
    """
    try:
        return not path.exists()
    except OSError:
        return False


def _name(user: int | None) -> str:
    try:
        return getpwuid(user).pw_name if user is not None else "nobody"
    except KeyError:
        return f"user {user}"


def _me() -> str:
    return _name(os.geteuid())
