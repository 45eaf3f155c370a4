"""Functions that find, read and check the settings file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from kiosk.settings.model import Settings
from kiosk.settings.problems import SettingsError, SettingsProblem, not_toml, not_utf8, with_lines
from kiosk.settings.rules import broken_rules, missing_tables
from kiosk.settings.tables import Walk

DEFAULT_PATH = Path("/etc/lending-kiosk/kiosk.toml")
NO_SUCH_FILE = "there is no such file: --config says which one"
ENVIRONMENT_NAME = "LENDING_KIOSK_CONFIG"


def find_config(given: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the path given on the command line, or else the path in LENDING_KIOSK_CONFIG, or else DEFAULT_PATH."""
    if given is not None:
        return given
    named = environ.get(ENVIRONMENT_NAME, "")
    return Path(named) if named else DEFAULT_PATH


def load(path: Path) -> Settings:
    """Return the settings in this file. If the file is wrong, raises a SettingsError that lists every mistake."""
    text = read_text(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsError(path, [not_toml(wrong, text)]) from None
    except RecursionError:  # tomllib calls itself for each nested list, so very deep nesting fails
        problem = SettingsProblem("", "lists or tables nested too deeply", "what the example shows")
        raise SettingsError(path, [problem]) from None
    walk = Walk()
    settings = walk.struct(tables, Settings)
    if settings is not None:
        for name, shape in missing_tables(settings):
            if name not in tables:
                walk.require(shape, name)
    problems = [*walk.problems, *broken_rules(walk)]
    if settings is None or problems:
        raise SettingsError(path, with_lines(problems, text))
    return settings


def read_text(path: Path) -> str:
    """Return the text of the file, without the byte order mark (BOM) that some editors write at its beginning.

    Raises SettingsError if the file cannot be read or is not UTF-8.
    """
    content = b""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        problem = SettingsProblem("", NO_SUCH_FILE, "")
    except OSError as wrong:
        allowed = "a text file that this user may read (sudo helps, where only root may)"
        problem = SettingsProblem("", f"a file that cannot be read ({wrong.strerror})", allowed)
    except UnicodeDecodeError as wrong:
        problem = not_utf8(content, wrong)
    raise SettingsError(path, [problem])
