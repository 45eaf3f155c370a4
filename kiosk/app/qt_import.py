"""The import of Qt's binding without its unused parts; it comes before any other import of Qt (PySide6 6.8 to 6.11).

* PySide6 replaces builtins' `__import__`, to offer `from __feature__ import`. The replacement reads the source of every
  module that is imported later, to see if the source names Qt, and the standard library's line cache keeps the text:
  13 MB for the 430 modules of a running kiosk, and 25 ms before the first frame. So Python's own function is put back.
* shiboken6 compiles its modules about signatures from source at every start. Six of them (20 ms) are needed only for
  `help()` and the text of a TypeError, so each of the six waits until somebody asks for something in it.
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
    """A module that is executed when a name in it is first asked for."""

    def __init__(self, spec: ModuleSpec, loader: "Loader") -> None:
        super().__init__(spec.name)
        self.__spec__ = self._where = spec
        self.__loader__ = self._reader = loader

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment] # from now on it is a plain module
        self._where.name = self.__name__  # PySide6 has renamed it for its own package; the loader knows the first name
        self._reader.exec_module(self)
        return getattr(self, name)


_own = builtins.__import__


def _import(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002 - Python passes these names
    locals: Mapping[str, object] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    """Import as Python does, but let rare modules wait. This is in use only while Qt's binding is loaded."""
    for part in fromlist or ():
        _put_off(f"{name}.{part}")
    return _own(name, globals, locals, fromlist or (), level)


def _put_off(name: str) -> None:
    if name not in RARE or name in sys.modules:
        return
    spec = sys.meta_path[0].find_spec(name, None)  # shiboken6's own finder, which is first while it is there
    package, _, last = name.rpartition(".")
    if spec is not None and spec.loader is not None and package in sys.modules:
        sys.modules[name] = PutOff(spec, spec.loader)
        setattr(sys.modules[package], last, sys.modules[name])


builtins.__import__ = _import
try:
    import PySide6.QtWidgets  # noqa: F401 - this loads the rest of Qt, and sets PySide6's own `__import__`
finally:
    builtins.__import__ = _own
