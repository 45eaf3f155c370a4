"""Tests of COVERAGE.md, the page about the kiosk's use of myTurn's API.

The page must have every operation and every field that the kiosk reads. Each file that the page names must exist.
"""

import re
from pathlib import Path

import msgspec

from kiosk.backends.myturn import schema, search
from kiosk.backends.myturn.paths import OPERATIONS, Base

ROOT = Path(__file__).parents[2]
FILE = "kiosk/backends/myturn/COVERAGE.md"
PAGE = (ROOT / FILE).read_text(encoding="utf-8")
CALLED = {"ToolAnswer": "Item", "FoundAnswer": "Item", "KindAnswer": "Category", "PlaceAnswer": "Location"}
"""For some structs of the kiosk: the name that the published API gives to the same object."""
SNAKE = {"accessToken": "access_token", "refreshToken": "refresh_token", "errorDescription": "error_description"}


def read() -> set[tuple[str, str]]:
    """Return all fields that the kiosk reads, each with the name of its object."""
    structs = [each for module in (schema, search) for each in vars(module).values() if _is_ours(each)]
    return {(_called(each), SNAKE.get(name, name)) for each in structs for name in each.__struct_encode_fields__}


def _is_ours(thing: object) -> bool:
    return (
        isinstance(thing, type)
        and issubclass(thing, msgspec.Struct)
        and not thing.__name__.startswith("_")
        and thing.__module__ in (schema.__name__, search.__name__)
    )


def _called(struct: type) -> str:
    return CALLED.get(struct.__name__, struct.__name__.removesuffix("Answer"))


def told() -> dict[tuple[str, str], str]:
    """Return all fields on the page, each with the name of its object and with the text about the field."""
    fields = PAGE[PAGE.index("## Fields of the answers") :]
    rows: dict[tuple[str, str], str] = {}
    for section in fields.split("\n### ")[1:]:
        name = section.partition("\n")[0]
        for field, text in re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE):
            assert (name, field) not in rows, f"{name}.{field} stands there twice"
            rows[(name, field)] = text
    return rows


def test_the_operations_are_those_of_the_path_table() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| `(\w+) (\S+)` \| (.+) \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, *_ in rows] == list(range(1, 30))
    prefix = {Base.SITE: "/library", Base.VERSIONED: "/library/api/v1.1"}
    table = {name: (each.verb, prefix[each.base] + each.path) for name, each in OPERATIONS.items()}
    assert {name: (verb, path) for _, name, verb, path, _ in rows} == table


def test_every_field_that_is_read_stands_on_the_page_with_its_use() -> None:
    assert read() - told().keys() == set()
    assert [field for field in read() if told()[field].startswith("not used")] == []


def test_a_field_that_is_not_read_says_why() -> None:
    by_hand = {"Discount"}  # the kiosk reads these fields without a struct
    rest = {field: text for field, text in told().items() if field not in read() and field[0] not in by_hand}
    assert [
        field for field, text in rest.items() if not text.startswith(("not used, because", "not used, as in"))
    ] == []


def test_every_use_names_where_it_is() -> None:
    assert [field for field, text in told().items() if "kiosk/" not in text and not text.startswith("not used")] == []


def test_the_files_that_it_names_are_there() -> None:
    named = sorted(set(re.findall(r"`((?:kiosk|tests)/[\w/]+\.py)`", PAGE)))
    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_the_working_page_leads_to_it() -> None:
    assert FILE in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
