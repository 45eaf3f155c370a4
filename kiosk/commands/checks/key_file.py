"""The check that the kiosk's service can read the file with the kiosk's key for the lending system."""

from collections.abc import Iterator
from pathlib import Path
from pwd import getpwnam

from kiosk.commands.checks.result import CheckResult, ok, problem
from kiosk.exit_codes import ExitCode


def check_key_file(path: Path, user: str, *, by_systemd: bool = False) -> Iterator[CheckResult]:
    """Say in which file the key for the lending system is. Report a problem if the service cannot read this file.

    `user` is the account under which the service runs, or an empty text if there is no service. If `by_systemd` is
    True, systemd reads the file and gives the key to the service.
    """
    if by_systemd:
        yield ok(f"systemd gives the service the key of the lending system, from {path}")
        return
    try:
        account = getpwnam(user).pw_uid if user else None
        is_foreign = account is not None and path.stat().st_uid != account
    except (KeyError, OSError):  # there is no such account or file; other checks report this
        is_foreign = False
    if is_foreign:
        text = f"the service runs as {user}, which cannot read {path}"
        yield problem(ExitCode.CONFIG, text, f"chown {user} {path}")
    else:
        yield ok(f"the key of the lending system is in {path}")
