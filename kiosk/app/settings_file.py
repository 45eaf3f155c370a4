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
    from kiosk.backends import Misconfigured
    from kiosk.backends.myturn.paths import Paths  # late: it brings the HTTP library, which the usual site can wait for

    try:
        Paths(settings.myturn.url, settings.myturn.paths, allow_http=settings.myturn.allow_http)
    except Misconfigured as why:
        raise SettingsProblems(path, [Problem("", str(why), "")]) from None
