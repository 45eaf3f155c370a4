"""Tests that no rule, page, view or sentence names a lending system."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "presenter", "views", "ui", "texts")
NAMES = re.compile(r"myturn|overdrive|ehub|sierra", re.IGNORECASE)
SPANISH_SAW = "kiosk/presenter/tool_icons.py"


def test_nothing_above_the_back_ends_names_a_system() -> None:
    named = []
    for path in sorted(path for room in ROOMS for path in (ROOT / "kiosk" / room).rglob("*.py")):
        name = str(path.relative_to(ROOT))
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if NAMES.search(text) and name != SPANISH_SAW:  # in this file, "sierra" is the Spanish word for a saw
                named.append(f"{name}:{number}: {text.strip()}")
    assert not named, "\n".join(named)


def test_no_sentence_names_a_system() -> None:
    template = (ROOT / "assets" / "locale" / "lending-kiosk.pot").read_text(encoding="utf-8")
    assert not [each for each in re.findall(r'^msgid "(.*)"$', template, re.MULTILINE) if NAMES.search(each)]
