"""Tests of the commands of staff without sudo: the command says that sudo is needed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kiosk.exit_codes import ExitCode
from tests.commands.kiosk_files import KioskFiles

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")

ROOT = Path(__file__).parents[2]
AS_NOBODY = """
import os, pkgutil, importlib, sys
import kiosk
from kiosk.__main__ import main
# All of it comes before nobody does: there are machines on which nobody may not read this folder.
for module in pkgutil.walk_packages(kiosk.__path__, "kiosk."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
os.setgid(65534)
os.setuid(65534)
sys.exit(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("command", ["inbox", "fobs"])
def test_who_forgets_sudo_is_told_so(command: str) -> None:
    with tempfile.TemporaryDirectory() as name:  # not tmp_path, because other users may not read that folder
        Path(name).chmod(0o755)
        files = KioskFiles(Path(name))
        files.keep()
        argv = [sys.executable, "-c", AS_NOBODY, command, "--config", str(files.write())]
        done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == ExitCode.OSERR
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith("Permission denied; ask as root: put sudo before the command\n")
