"""The class `Walk`, which turns the tables of a TOML file into frozen structs and finds all mistakes in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import fields

from kiosk.settings.problems import SettingsProblem, nearest
from kiosk.settings.values import WrongValueError, convert, describe, is_struct, one_of, plain_type, shown

Shape = TypeVar("Shape", bound=msgspec.Struct)


class Built(NamedTuple):
    """A struct that was built, and the path of its table in the file."""

    path: str
    struct: object


@dataclass(slots=True)
class Walk:
    """One pass through all tables of a file. It collects the structs that it builds and the problems that it finds."""

    built: list[Built] = field(default_factory=list)
    problems: list[SettingsProblem] = field(default_factory=list)

    def struct(self, table: Mapping[str, object], shape: type[Shape], path: str = "") -> Shape | None:
        """Return a struct of the type `shape` with the values of this table.

        Return None if a key that has no default is missing or wrong.
        """
        hints = get_type_hints(shape, include_extras=True)
        known = {one.encode_name: one for one in fields(shape)}
        right: dict[str, object] = {}
        for key, value in table.items():
            if key not in known:
                self._unknown(_join(path, key), key, list(known))
            elif (read := self._value(value, hints[known[key].name], _join(path, key))) is not None:
                right[known[key].name] = read
        needed = {key: one for key, one in known.items() if one.required}
        for key, one in needed.items():
            if key not in table:
                self._missing(hints[one.name], _join(path, key))
        if not all(one.name in right for one in needed.values()):
            return None
        built = shape(**right)
        self.built.append(Built(path, built))
        return built

    def require(self, shape: type[msgspec.Struct], path: str) -> None:
        """Add a problem for each key that a table of this type needs. Call this if the table is missing in the file."""
        self.struct({}, shape, path)

    def has_problem_at(self, key: str) -> bool:
        """Return True if this key already has a problem. For a table or a list, also look at the keys inside it."""
        return any(problem.key == key or problem.key.startswith((f"{key}.", f"{key}[")) for problem in self.problems)

    def _value(self, value: object, hint: Any, path: str) -> object:
        """Return the value, converted to the type of its key. Return None if the value is wrong.

        None always means a wrong value, because a TOML file cannot contain None.
        """
        plain = plain_type(hint)
        shape = get_origin(plain) or plain
        if is_struct(plain) and isinstance(value, dict):
            return self.struct(value, plain, path)
        if shape is tuple and isinstance(value, list):
            return self._list(value, get_args(plain)[0], path)
        if shape is Mapping and isinstance(value, dict):
            return self._names(value, get_args(plain)[1], path)
        try:
            return convert(value, hint, path)
        except WrongValueError as wrong:
            self.problems.append(wrong.problem)
            return None

    def _list(self, values: list[object], element: Any, path: str) -> tuple[object, ...]:
        # The numbers start at 1, because staff count the tables of a file from 1.
        read = [self._value(value, element, f"{path}[{number}]") for number, value in enumerate(values, start=1)]
        return tuple(one for one in read if one is not None)

    def _names(self, table: Mapping[str, object], element: Any, path: str) -> Mapping[str, object]:
        read = {name: self._value(value, element, _join(path, name)) for name, value in table.items()}
        return {name: one for name, one in read.items() if one is not None}

    def _missing(self, hint: Any, path: str) -> None:
        plain = plain_type(hint)
        if is_struct(plain):
            self.struct({}, plain, path)  # this adds a problem for each key that the table needs
        else:
            self.problems.append(SettingsProblem(path, "nothing", describe(hint)))

    def _unknown(self, path: str, key: str, known: list[str]) -> None:
        self.problems.append(SettingsProblem(path, "an unknown name", one_of(known), nearest(key, known)))


def _join(path: str, key: str) -> str:
    name = key if key.replace("_", "").replace("-", "").isalnum() else shown(key)
    return f"{path}.{name}" if path else name
