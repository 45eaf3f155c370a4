"""Loads Qt's binding without what nothing here uses. Imported before all else that needs Qt (PySide6 6.8 to 6.11).

* PySide6 puts an `__import__` of its own into builtins, for `from __feature__ import`. It reads the source of every
  module that is imported from then on, to see whether Qt is named there, and the standard library's line cache keeps
  the text: of a running kiosk's 430 modules 13 MB, and 25 ms before the first frame. Python gets its own back.
* shiboken6 compiles its modules about signatures from source at every start. Six of them, 20 ms, serve `help()` and the
  words of a TypeError: each is put off until somebody asks for something in it.
"""

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Loader

_HOME = "shibokensupport.signature"
RARE = {f"{_HOME}.{name}" for name in ("errorhandler", "layout", "parser")}
RARE |= {f"{_HOME}.lib.{name}" for name in ("enum_sig", "pyi_generator", "tool")}


class PutOff(ModuleType):
    """A module that is read when something in it is first asked for."""

    def __init__(self, spec: ModuleSpec, loader: "Loader") -> None:
        super().__init__(spec.name)
        self.__spec__ = self._where = spec
        self.__loader__ = self._reader = loader

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment] # from here on it is as any other
        self._where.name = self.__name__  # PySide6 has put it into its own package, but it is found by its first name
        self._reader.exec_module(self)
        return getattr(self, name)


_own = builtins.__import__


def _import(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002 - Python's own names: it is called with them
    locals: Mapping[str, object] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    """As Python's own, but what is rare is put off. Only there while Qt's binding is loaded."""
    for part in fromlist or ():
        _put_off(f"{name}.{part}")
    return _own(name, globals, locals, fromlist or (), level)


def _put_off(name: str) -> None:
    if name not in RARE or name in sys.modules:
        return
    spec = sys.meta_path[0].find_spec(name, None)  # shiboken6's own finder, first as long as it is there
    package, _, last = name.rpartition(".")
    if spec is not None and spec.loader is not None and package in sys.modules:
        sys.modules[name] = PutOff(spec, spec.loader)
        setattr(sys.modules[package], last, sys.modules[name])


builtins.__import__ = _import
try:
    import PySide6.QtWidgets  # noqa: F401 - this is what brings the rest, and puts its own `__import__` there
finally:
    builtins.__import__ = _own
