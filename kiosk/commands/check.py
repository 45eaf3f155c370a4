"""The command `lending-kiosk check`, which tells staff what is right and what is wrong in the set-up of the kiosk."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from kiosk.commands.shared import add_config, keep_the_log_out
from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.commands.checks.report import CheckReport
    from kiosk.commands.checks.result import CheckResult
    from kiosk.commands.checks.server import ServerFacts
    from kiosk.commands.checks.unit import Unit
    from kiosk.settings.model import Settings
    from kiosk.settings.problems import SettingsError

_EPILOG = (
    "Nothing is lent and nobody is logged in. Ends with 0 (the kiosk can run like this, perhaps with warnings), "
    "69 (the server or a reader does not answer), 71 (the machine) or 78 (the settings file)."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    parser.epilog = _EPILOG
    add_config(parser)
    parser.add_argument("--no-server", action="store_true", help="do not ask the lending system")
    parser.add_argument("--no-readers", action="store_true", help="do not open the readers")
    parser.add_argument(
        "--wait", type=_seconds, default=4.0, metavar="S", help="so long readers may take to open (usually 4 s)"
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 600:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds, 0 to 600")
    return seconds


def run(args: Namespace) -> int:
    """Check all parts of the set-up and return an exit code that says if the kiosk can run."""
    from kiosk.app.settings_file import usable_settings
    from kiosk.commands.checks.report import JsonReport, TextReport
    from kiosk.commands.checks.unit import read_unit
    from kiosk.settings.load import find_config
    from kiosk.settings.problems import SettingsError

    keep_the_log_out()
    path, service = find_config(args.config, os.environ), read_unit()
    report: CheckReport = JsonReport(str(path)) if args.json else TextReport(f"Checking {path}")
    try:
        settings = usable_settings(path, service.plain_system_keys)
    except SettingsError as wrong:
        report.section("Settings file", _mistakes(wrong, service))
        return report.end()
    for title, look in _sections(settings, args, os.environ, service):
        report.section(title, look())
    return report.end()


def _mistakes(wrong: "SettingsError", service: "Unit") -> "Iterator[CheckResult]":
    from kiosk.app.system_key import SYSTEM_KEYS
    from kiosk.assets import asset
    from kiosk.commands.checks.result import problem
    from kiosk.settings.load import NO_SUCH_FILE

    sealed = {f"{key.table}.{key.setting}": service.how_to_open(key) for key in SYSTEM_KEYS.values()}
    for mistake in wrong.problems:
        advice = sealed.get(mistake.key, "")
        if mistake.found == NO_SUCH_FILE:
            advice = f"one to copy and change is {asset('kiosk.example.toml')}"
        elif mistake.found == "nothing" and mistake.key.startswith(("sierra.", "overdrive.", "ehub.", "library.")):
            backend, system = _named_system(wrong)
            advice = f"a whole file for a library with {system} is {asset(f'kiosk.{backend}.example.toml')}"
        yield problem(ExitCode.CONFIG, str(mistake), advice)


def _named_system(wrong: "SettingsError") -> tuple[str, str]:
    """Return the lending system that this wrong settings file names: its name in the settings, and its name for staff.

    If the file names neither OverDrive nor eHUB, return the names of Sierra.
    """
    from kiosk.settings.load import read_text

    names = {"overdrive": "OverDrive", "ehub": "a content provider of eHUB"}
    named = re.search(r"""^\s*backend\s*=\s*["'](\w+)["']""", read_text(wrong.path), re.MULTILINE)
    backend = named[1] if named is not None and named[1] in names else "sierra"
    return backend, names.get(backend, "Sierra")


def _the_file(settings: "Settings", service: "Unit") -> "Iterator[CheckResult]":
    from kiosk.app.system_key import key_file, keys_of
    from kiosk.commands.checks.key_file import check_key_file
    from kiosk.commands.checks.result import ok, problem
    from kiosk.commands.checks.server import wrong_site

    if wrong := wrong_site(settings):
        yield problem(ExitCode.CONFIG, wrong)
        return
    readers = len(settings.scanners)
    counted = f"{readers} reader{'' if readers == 1 else 's'}"
    yield ok(f"no mistakes in it: station {settings.kiosk.station!r}, {settings.kiosk.backend.value}, {counted}")
    for key in keys_of(settings):
        path = key_file(settings, key)
        if path is not None and os.path.isfile(path):  # noqa: PTH113 - Path.is_file can raise PermissionError
            by_systemd = path == service.plain_system_keys.get(key.credential)
            yield from check_key_file(path, service.user, by_systemd=by_systemd)


def _time(settings: "Settings", asked: "ServerFacts") -> "Iterator[CheckResult]":
    from kiosk.commands.checks import clock, storage

    yield clock.check_time_zone(settings)
    yield from clock.check_zone_by_loans(settings, storage.last_known(settings.kiosk.state_dir))
    if asked.library is not None:
        yield clock.check_clock(asked.ahead)


_Section = tuple[str, "Callable[[], Iterable[CheckResult]]"]


def _sections(settings: "Settings", args: Namespace, environ: Mapping[str, str], service: "Unit") -> Iterator[_Section]:
    from kiosk.commands.checks import codes, login, machine, readers, screen, server, storage, unit
    from kiosk.domain.library import FobLogin

    yield "Settings file", lambda: _the_file(settings, service)
    links = settings.fob_login is FobLogin.LINKED
    yield "What is kept", lambda: storage.check_storage(settings.kiosk.state_dir, service, environ, links=links)
    ask = cache(lambda: server.ServerFacts() if args.no_server else server.ask(settings))
    if not args.no_server:
        yield "Lending system", lambda: server.check_server(settings, ask())
    yield "Logging in", lambda: login.check_login(settings, ask().library)
    yield "Telling codes apart", lambda: codes.check_codes(settings)
    yield "Time", lambda: _time(settings, ask())
    window = settings.kiosk.display.window
    yield (
        "Screen and sound",
        lambda: [*screen.check_screen(environ, window=window), machine.check_sound(settings, ask().library)],
    )
    if not args.no_readers:
        yield "Readers", lambda: readers.check_readers(settings.scanners, args.wait)
    if service.installed:
        yield "Consoles", unit.check_consoles
    queue = settings.printer.queue
    if queue is not None:
        yield "Printer", lambda: machine.check_printer(queue, environ)
    yield "Staff", lambda: machine.check_staff_pin(settings)
