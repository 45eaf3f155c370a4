"""Tests that every allowed version of babel writes the same catalogues."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import environment
from kiosk.assets import asset
from tests.texts import catalogue

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BABELS = {
    "2.17.0": "4d0b53093fdfb4b21c92b5213dba5a1b23885afa8383709427046b21c366e5f2",
    "2.18.0": "e2b422b277c2b9a9630c1d7903c2a00d0830c409c59ac8cae9081c92f1aeba35",
    "2.19.0": "fddd2cbbbac7c299af3c2880be23609c331bd94f0912baca6cb0abfe054dfc27",
}
"""Versions of babel with the hashes of their wheels.

The versions differ in their headers, in their types, or in the number of plural forms of a language.
"""
HEADLESS = """
msgid "Help"
msgstr "Aide"

msgid "{n} tool is ready"
msgid_plural "{n} tools are ready"
msgstr[0] "un"
msgstr[1] "deux"
"""
TELL = """
import babel, hashlib, json, sys
from pathlib import Path
from tests.texts import catalogue
held = {str(path): hashlib.sha256(held).hexdigest() for path, held in catalogue.files(Path(sys.argv[1])).items()}
print(json.dumps([babel.__version__, held]))
"""


@pytest.fixture(scope="module", params=BABELS)
def babel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Install another version of babel. Return the version and the folder."""
    folder = tmp_path_factory.mktemp("babel")
    wanted = folder / "wanted.txt"
    wanted.write_text(f"babel=={request.param} --hash=sha256:{BABELS[request.param]}\n")
    words = ["--no-deps", "--no-compile", "--target", str(folder / "babel"), "--requirement", str(wanted)]
    here = Path(sys.prefix)
    environment.pip(here, environment.pip_environ(here), "install", *words)
    return request.param, folder / "babel"


@pytest.fixture(params=["ours", "headless"])
def locale(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder with the kiosk's catalogues, or with catalogues that do not say how their language forms the
    plural."""
    if request.param == "ours":
        shutil.copytree(asset("locale"), tmp_path / "locale")
    else:
        for language in catalogue.PLURALS:
            path = catalogue.po_file(language, tmp_path / "locale")
            path.parent.mkdir(parents=True)
            path.write_text(HEADLESS)
    return tmp_path / "locale"


def test_every_babel_writes_the_same_catalogues(babel: tuple[str, Path], locale: Path) -> None:
    version, folder = babel
    told = subprocess.run(
        [sys.executable, "-c", TELL, locale],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    ours = {str(path): hashlib.sha256(held).hexdigest() for path, held in catalogue.files(locale).items()}
    assert json.loads(told.stdout) == [version, ours]
