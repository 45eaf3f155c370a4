"""Our quick dataclasses are dataclasses: each fact is checked on ours and on the standard library's."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any, get_type_hints

import pytest

from kiosk.domain import frozen

BOTH = pytest.mark.parametrize("decorator", [dataclasses.dataclass, frozen.dataclass], ids=["standard", "ours"])


class Drawer:
    """Stands for any class."""

    label: str
    depth: int = 3
    secret: str = dataclasses.field(default="", repr=False)
    things: list[str] = dataclasses.field(default_factory=list, compare=False)


@frozen.dataclass(frozen=True, slots=True)
class Kept:
    """Found by pickle under its own name."""

    label: str
    depth: int = 3


def made(decorator: Callable[..., Any], cls: type = Drawer, **more: bool) -> Any:
    copied = type(cls.__name__, cls.__bases__, dict(vars(cls)))
    return decorator(frozen=True, slots=True, **more)(copied)


@BOTH
def test_fields_defaults_and_factories(decorator: Callable[..., Any]) -> None:
    cls = made(decorator)
    one, other = cls("nails"), cls("nails", 3)

    assert (one.label, one.depth, one.things) == ("nails", 3, [])
    assert one.things is not other.things
    assert [field.name for field in dataclasses.fields(cls)] == ["label", "depth", "secret", "things"]
    assert dataclasses.asdict(one) == {"label": "nails", "depth": 3, "secret": "", "things": []}
    assert cls.__match_args__ == ("label", "depth", "secret", "things")


@BOTH
def test_equal_and_hashed_by_what_is_compared(decorator: Callable[..., Any]) -> None:
    cls, stranger = made(decorator), made(decorator)

    assert cls("nails", things=["a"]) == cls("nails", things=["b"])
    assert hash(cls("nails", things=["a"])) == hash(cls("nails"))
    assert cls("nails") != cls("screws")
    assert cls("nails") != stranger("nails")


@BOTH
def test_nothing_changes_it(decorator: Callable[..., Any]) -> None:
    one = made(decorator)("nails")

    with pytest.raises(dataclasses.FrozenInstanceError):
        one.label = "screws"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.label
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        one.unknown = 1
    assert not hasattr(one, "__dict__")
    assert dataclasses.replace(one, label="screws").label == "screws"


@BOTH
def test_shown_without_what_is_hidden(decorator: Callable[..., Any]) -> None:
    assert repr(made(decorator)("nails", secret="1234")) == "Drawer(label='nails', depth=3, things=[])"
    assert "nails" not in repr(made(decorator, repr=False)("nails"))


@BOTH
def test_wrong_arguments_are_refused(decorator: Callable[..., Any]) -> None:
    cls, named = made(decorator), made(decorator, kw_only=True)

    calls: list[Callable[[], object]] = [cls, lambda: cls("a", unknown=1), lambda: named("a")]
    for call in calls:
        with pytest.raises(TypeError):
            call()
    assert named(label="a", depth=1).depth == 1


@BOTH
def test_types_of_its_arguments_are_known(decorator: Callable[..., Any]) -> None:
    hints = get_type_hints(made(decorator).__init__)

    assert hints["label"] is str
    assert hints["return"] is type(None)


@BOTH
def test_its_own_methods_stay(decorator: Callable[..., Any]) -> None:
    cls = type("Plate", (), {"__annotations__": {"code": str}, "__repr__": lambda _: "a plate", "__doc__": None})

    assert repr(decorator(frozen=True, slots=True)(cls)("DR-1")) == "a plate"


@BOTH
def test_a_class_without_fields(decorator: Callable[..., Any]) -> None:
    cls = decorator(frozen=True, slots=True)(type("Nothing", (), {"__doc__": "x"}))

    assert cls() == cls()
    assert repr(cls()) == "Nothing()"
    assert len({cls(), cls()}) == 1


def test_copied_and_pickled() -> None:
    kept = Kept("nails", 4)

    assert copy.copy(kept) == copy.deepcopy(kept) == pickle.loads(pickle.dumps(kept)) == kept


def test_only_frozen_classes_are_made() -> None:
    with pytest.raises(TypeError):
        made(lambda **_: frozen.dataclass(slots=True, frozen=False))
