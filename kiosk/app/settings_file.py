"""The settings file as the kiosk can use it: read, checked, and accepted by the lending system that it names."""

import re
from pathlib import Path

from kiosk.settings import Problem, Settings, SettingsProblems, load

_USUAL = re.compile(r"https?://[\w.:-]+/library/?", re.ASCII)


def usable(path: Path) -> Settings:
    """The settings; SettingsProblems with every mistake in the file, or with what the lending system cannot use."""
    settings = load(path)
    if settings.myturn.paths or not _USUAL.fullmatch(settings.myturn.url):
        _check_site(path, settings)
    return settings


def _check_site(path: Path, settings: Settings) -> None:
    # Late: they bring the HTTP library, which the usual site can wait for.
    from kiosk.backends import Misconfigured
    from kiosk.backends.myturn.paths import Paths, wrong_lines
    from kiosk.settings.lines import key_lines, line_of
    from kiosk.settings.load import read_text

    site = settings.myturn
    lines = key_lines(read_text(path))
    keys = {f"myturn.paths.{name}": why for name, why in wrong_lines(site.paths).items()}
    wrong = [Problem(key, why, "", line=line_of(key, lines)) for key, why in keys.items()]
    try:
        Paths(site.url, allow_http=site.allow_http)
    except Misconfigured as why:
        wrong.append(Problem("", str(why), "", line=line_of("myturn.url", lines)))
    if wrong:
        raise SettingsProblems(path, wrong)
