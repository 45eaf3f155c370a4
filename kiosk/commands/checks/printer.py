"""The check of the slip printer: CUPS must know its queue, and the queue must accept and print slips now."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping

from kiosk.commands.checks.result import CheckResult, ok, warning

_LPSTAT_S = 10.0


def printer(queue: str, environ: Mapping[str, str]) -> Iterator[CheckResult]:
    """Ask CUPS about the queue, and print nothing. A failure is only a warning: the kiosk works without slips."""
    if not all(shutil.which(name, path=environ.get("PATH")) for name in ("lp", "lpstat")):
        yield warning("there is no program lp: the receipt's slip cannot be printed", "apt install cups-client")
        return
    takes, prints = _said(("-a", queue), environ), _said(("-p", queue), environ)
    if not takes:
        advice = "lpstat -e lists the queues; is CUPS running (systemctl status cups)?"
        yield warning(f'CUPS has no queue "{queue}", or does not answer', advice)
    elif " not accepting " in takes:
        yield warning(f'the queue "{queue}" takes nothing', f"cupsaccept {queue}")
    elif " disabled " in prints:
        yield warning(f'the queue "{queue}" keeps its slips and prints none', f"cupsenable {queue}")
    else:
        yield ok(f'slips are printed by the queue "{queue}"')


def _said(words: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """Return the output of lpstat in English, or an empty text if it fails."""
    try:
        told = subprocess.run(
            ["lpstat", *words],
            env={**environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LPSTAT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout if told.returncode == 0 else ""
