"""The command `lending-kiosk run`, which runs the kiosk itself."""

import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from kiosk.commands.display import lacks_display
from kiosk.exit_codes import ExitCode


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--config` and `--debug` to the parser."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="the settings file (default: see README)")
    parser.add_argument("--debug", action="store_true", help="log more")


def run(args: Namespace) -> int:
    """Run the kiosk until it is told to stop, and return the exit code.

    If the settings file is wrong, show its mistakes on the screen until somebody has corrected the file.
    """
    # During the start, Python's automatic garbage collection would need 30 ms and find nothing, because the new objects
    # stay in use. After the first frame, the functions in kiosk/app/garbage.py collect the garbage.
    gc.disable()
    if lacks_display(os.environ):
        return ExitCode.UNAVAILABLE
    from kiosk.app.settings_file import usable_settings
    from kiosk.ops.logs import open_log
    from kiosk.settings.load import find_config
    from kiosk.settings.problems import SettingsError

    open_log(debug=args.debug, for_journal="JOURNAL_STREAM" in os.environ or not sys.stderr.isatty())
    path = find_config(args.config, os.environ)
    try:
        settings = usable_settings(path)
    except SettingsError:
        from kiosk.app.launch import show_problems

        return show_problems(path)
    from kiosk.app.launch import run_kiosk
    from kiosk.ops.process import leave

    return leave(run_kiosk(settings))
