"""Our quick dataclasses are dataclasses: each fact is checked on ours and on the standard library's."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any, ClassVar, get_type_hints

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


# --- what would not hold is refused, as mypy and every reader believe that it holds --------------------------


@frozen.dataclass(frozen=True, slots=True)
class Base:
    """A base as they are made here."""

    code: str
    shelf: str = ""


class Checked(Base):
    def __post_init__(self) -> None: ...


class Mixin:
    def __post_init__(self) -> None: ...


class ByMixin(Mixin):
    code: str


class Counted:
    code: str
    length: int = dataclasses.field(init=False, default=0)


class CountedWithoutDefault:
    code: str
    length: int = dataclasses.field(init=False)


class CountedByFactory:
    code: str
    parts: list[str] = dataclasses.field(init=False, default_factory=list)


class CountedByName:
    code: str
    length: int = dataclasses.field(init=False, default=0, kw_only=True)


class OnlyAtFirst:
    code: str
    unit: dataclasses.InitVar[str]


class OnlyAtFirstWithDefault:
    code: str
    unit: dataclasses.InitVar[str] = "mm"  # type: ignore[assignment]  # only a dataclass may say so


class WrongOrder:
    shelf: str = ""
    code: str  # type: ignore[misc, unused-ignore]


class WrongOrderByFactory:
    parts: list[str] = dataclasses.field(default_factory=list)
    code: str


class WrongOrderByBase(Base):
    place: int


@dataclasses.dataclass
class Changeable:
    code: str


class OfAChangeable(Changeable):
    shelf: str


@dataclasses.dataclass(frozen=True)
class StandardFrozen:
    code: str


class OfAStandard(StandardFrozen):
    shelf: str


class SetsItself:
    code: str

    def __setattr__(self, name: str, value: object) -> None: ...


class DeletesItself:
    code: str

    def __delattr__(self, name: str) -> None: ...


class Shared:
    parts: list[str] = []  # noqa: RUF012


class Slotted:
    __slots__ = ("code",)
    code: str


@pytest.mark.parametrize(
    "cls",
    [
        *(Checked, ByMixin, Counted, CountedWithoutDefault, CountedByFactory, CountedByName),
        *(OnlyAtFirst, OnlyAtFirstWithDefault, WrongOrder, WrongOrderByFactory, WrongOrderByBase),
        *(OfAChangeable, OfAStandard, SetsItself, DeletesItself, Shared, Slotted),
    ],
)
def test_what_would_be_ignored_is_refused(cls: type) -> None:
    with pytest.raises((TypeError, ValueError)):
        frozen.dataclass(frozen=True, slots=True)(cls)


@pytest.mark.parametrize("flag", ["init", "eq", "order", "unsafe_hash", "match_args", "weakref_slot"])
def test_flags_that_are_not_known_here_are_refused(flag: str) -> None:
    with pytest.raises(TypeError):
        frozen.dataclass(frozen=True, slots=True, **{flag: True})(Drawer)


class Ordered(Base):
    """By name, so it may follow an optional one."""

    count: ClassVar[int] = 0
    depth: int = dataclasses.field(kw_only=True)
    parts: tuple[str, ...] = dataclasses.field(default_factory=tuple, kw_only=True)


class Alone:
    _: dataclasses.KW_ONLY
    depth: int = 3
    label: str


class HashedApart:
    code: str
    shelf: str = dataclasses.field(default="", hash=False)
    note: str = dataclasses.field(default="", compare=False)


class EqualInItsOwnWay:  # noqa: PLW1641 - its hash is to come from the decorator
    code: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.code.lower() == other.code.lower()


class OddNames:
    self: str
    _set: str
    cls: str = "c"
    _MISSING: tuple[str, ...] = dataclasses.field(default_factory=tuple)


def test_fields_by_name_may_follow_optional_ones_and_class_variables_are_no_fields() -> None:
    cls: Any = frozen.dataclass(frozen=True, slots=True)(Ordered)
    one = cls("DR-1", depth=2)

    assert (one.code, one.shelf, one.depth, one.parts, cls.count) == ("DR-1", "", 2, (), 0)
    assert [field.name for field in dataclasses.fields(cls)] == ["code", "shelf", "depth", "parts"]
    assert cls.__match_args__ == ("code", "shelf")
    with pytest.raises(TypeError):
        cls("DR-1", "shelf", 2)


@BOTH
def test_all_behind_the_mark_are_given_by_name(decorator: Callable[..., Any]) -> None:
    cls = made(decorator, Alone)

    assert cls(label="nails").depth == 3
    with pytest.raises(TypeError):
        cls("nails")


@BOTH
def test_hashed_by_what_the_fields_say(decorator: Callable[..., Any]) -> None:
    cls = made(decorator, HashedApart)

    assert hash(cls("DR-1", "A")) == hash(cls("DR-1", "B"))
    assert cls("DR-1", "A") != cls("DR-1", "B")
    assert cls("DR-1", "A", "x") == cls("DR-1", "A", "y")


@BOTH
def test_its_own_equality_does_not_take_its_hash_away(decorator: Callable[..., Any]) -> None:
    cls = made(decorator, EqualInItsOwnWay)

    assert cls("a") == cls("A")
    assert hash(cls("a")) == hash(cls("a"))


@BOTH
def test_a_field_may_be_called_as_it_likes(decorator: Callable[..., Any]) -> None:
    one = made(decorator, OddNames)("a", "b")

    assert (one.self, one._set, one.cls, one._MISSING) == ("a", "b", "c", ())
