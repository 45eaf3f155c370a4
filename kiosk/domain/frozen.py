"""Frozen dataclasses that are made quickly: `@dataclass(frozen=True, slots=True)` as the standard library means it.

The standard decorator compiles seven methods for each class, 0.5 ms each time the program starts; for two hundred
frozen classes, this is most of the time that our own code needs before the first frame. This module compiles only
`__init__`, when the first instance of a class is made (0.1 ms; one class in six has an instance at the first frame).
All classes share the other methods. Everything else of a dataclass works: fields(), replace(), match, default
factories, typing. A feature that would not work raises TypeError when the class is made, because a type checker would
believe that it works.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
Field = dataclasses.Field[Any]

# The text of an `__init__` uses these names beside the names of the fields: no field may have such a name.
_SELF, _SET, _MISSING = "__kiosk_self__", "__kiosk_set__", "__kiosk_missing__"


def _frozen(*, frozen: bool, slots: bool, kw_only: bool = False, repr: bool = True) -> Callable[[type[T]], type[T]]:  # noqa: A002 - dataclasses' own name
    """Return the decorator; both flags are required, so that a class reads as it does with the standard decorator."""
    if not (frozen and slots):
        raise TypeError("only frozen classes with slots are made here")

    def make(cls: type[T]) -> type[T]:
        own = _own_methods(cls)
        # The standard decorator would make a docstring out of the signature, which is slow.
        cls.__doc__ = cls.__doc__ or cls.__name__
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
        if problem := _problem_of(made):
            raise TypeError(f"{cls.__qualname__}: {problem}")
        methods = _methods(made, with_repr=repr)
        for name, method in methods.items():
            if name not in own:
                setattr(made, name, method)
        return made

    return make


def _own_methods(cls: type) -> set[str]:
    """Return the names that the class defines itself. Raises TypeError if `__setattr__` or `__delattr__` is one."""
    own = set(vars(cls))
    for name in ("__setattr__", "__delattr__"):
        if name in own:
            raise TypeError(f"{cls.__qualname__}: {name} is ours; a frozen class has no other")
    # Python itself puts `__hash__ = None` beside an `__eq__`: nobody has written that name.
    return own - {"__hash__"} if vars(cls).get("__hash__") is None else own


def _problem_of(cls: type) -> str:
    """Return the reason why this module cannot make the class, or an empty text."""
    if hasattr(cls, "__post_init__"):
        return "__post_init__ would never be called; check in a function that makes the thing"
    for base in cls.__mro__[1:]:
        if dataclasses.is_dataclass(base) and base.__setattr__ is not _unchangeable:
            return f"its base {base.__qualname__} is not frozen by this module"
    known = dataclasses.fields(cls)
    for one in known:
        if not one.init:
            return f"{one.name}: nobody would give it its value, for __init__ takes and sets every field"
    if len(known) < len(named := _named_fields(cls)):
        only = next(name for name in named if name not in {one.name for one in known})
        return f"{only}: an InitVar is for __post_init__, which would never be called"
    return _wrong_order(known)


def _named_fields(cls: type) -> list[str]:
    """Return the names of the fields and of the InitVars, without the names of class variables."""
    # dataclasses.fields leaves out both InitVars and class variables, and no public function tells them apart.
    of_class = vars(dataclasses)["_FIELD_CLASSVAR"]
    every: dict[str, Any] = vars(cls)["__dataclass_fields__"]
    return [name for name, one in every.items() if one._field_type is not of_class]


def _wrong_order(known: tuple[Field, ...]) -> str:
    """Return the standard library's error text if a field without a default follows one that has one, else ""."""
    optional = ""
    for one in known:
        if one.kw_only:
            continue
        if _is_optional(one):
            optional = optional or one.name
        elif optional:
            return f"{one.name} has no default and follows {optional}, which has one"
    return ""


def _methods(cls: type, *, with_repr: bool) -> dict[str, object]:
    all_fields = dataclasses.fields(cls)
    values = _getter([one.name for one in all_fields if one.compare])
    key = _getter([one.name for one in all_fields if (one.compare if one.hash is None else one.hash)])

    def equal(self: object, other: object) -> bool:
        return bool(values(self) == values(other)) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(key(self))

    methods: dict[str, object] = {
        "__init__": _init_later(cls, all_fields),
        "__eq__": equal,
        "__hash__": hashed,
        "__setattr__": _unchangeable,
        "__delattr__": _unchangeable,
        "__getstate__": _state,
        "__setstate__": _restore,
    }
    return methods | {"__repr__": _shown} if with_repr else methods


def _getter(names: list[str]) -> Callable[[object], object]:
    return attrgetter(*names) if names else lambda _: ()


def _init_later(cls: type, all_fields: tuple[Field, ...]) -> Callable[..., None]:
    """Return an `__init__` that replaces itself with the real one when it is first called."""

    def init(self: object, /, *args: object, **named: object) -> None:
        real = _init(cls, all_fields)
        cls.__init__ = real  # type: ignore[misc]
        real(self, *args, **named)

    return _named(init, cls, all_fields)


def _init(cls: type, all_fields: tuple[Field, ...]) -> Callable[..., None]:
    plain, named = ([one for one in all_fields if one.kw_only is wanted] for wanted in (False, True))
    words = [_SELF, *(one.name for one in plain), *(["*"] if named else []), *(one.name for one in named)]
    body = [f"    {_SET}({_SELF}, {one.name!r}, {_value(one)})" for one in all_fields] or ["    pass"]
    names: dict[str, Any] = {_SET: object.__setattr__, _MISSING: dataclasses.MISSING}
    names |= {_maker(one): one.default_factory for one in all_fields if _has_factory(one)}
    exec("\n".join([f"def __init__({', '.join(words)}):", *body]), names)  # noqa: S102 - as dataclasses itself does
    init: Any = names["__init__"]
    init.__defaults__ = tuple(_default(one) for one in plain if _is_optional(one))
    init.__kwdefaults__ = {one.name: _default(one) for one in named if _is_optional(one)}
    return _named(init, cls, all_fields)


def _named(init: Any, cls: type, all_fields: tuple[Field, ...]) -> Callable[..., None]:
    init.__annotations__ = {one.name: one.type for one in all_fields} | {"return": None}
    init.__name__, init.__qualname__, init.__module__ = "__init__", f"{cls.__qualname__}.__init__", cls.__module__
    return init  # type: ignore[no-any-return]


def _has_factory(one: Field) -> bool:
    return one.default_factory is not dataclasses.MISSING


def _is_optional(one: Field) -> bool:
    return _has_factory(one) or one.default is not dataclasses.MISSING


def _default(one: Field) -> object:
    return one.default  # MISSING if a factory makes the value


def _value(one: Field) -> str:
    return f"{_maker(one)}() if {one.name} is {_MISSING} else {one.name}" if _has_factory(one) else one.name


def _maker(one: Field) -> str:
    return f"__kiosk_make_{one.name}__"


# --- shared by all classes --------------------------------------------------------------------------


def _unchangeable(self: object, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} is frozen")


def _shown(self: Any) -> str:
    parts = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(parts)})"


def _state(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _frozen
