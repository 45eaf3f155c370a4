"""The import of PySide6 (6.8 to 6.11) without the parts that are not used. Import this module before any part of Qt.

* PySide6 replaces Python's `__import__` function, to offer `from __feature__ import`. The new function reads the source
  of every later module, to see if the source names Qt. The standard library stores this source in memory.
  For the 430 modules of a running kiosk, the sources need 13 MB, and the first frame comes 25 ms later. To avoid these
  costs, this module puts Python's own function back after the import.
* shiboken6 compiles its modules about signatures from source at every start. Six of them (20 ms) are needed only for
  `help()` and the text of a TypeError. For this reason, each of the six is executed only when a name in it is used.
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
    """A module that is executed only when a name in it is used for the first time."""

    def __init__(self, spec: ModuleSpec, loader: "Loader") -> None:
        super().__init__(spec.name)
        self.__spec__ = self._where = spec
        self.__loader__ = self._reader = loader

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment] # from now on this is a plain module
        self._where.name = self.__name__  # PySide6 has renamed the module, and the loader checks the name
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
    """Import as Python does, but execute a module in RARE only when a name in it is used.

    This function is used only while PySide6 is imported.
    """
    for part in fromlist or ():
        _put_off(f"{name}.{part}")
    return _own(name, globals, locals, fromlist or (), level)


def _put_off(name: str) -> None:
    if name not in RARE or name in sys.modules:
        return
    spec = sys.meta_path[0].find_spec(name, None)  # the first finder now is that of shiboken6
    package, _, last = name.rpartition(".")
    if spec is not None and spec.loader is not None and package in sys.modules:
        sys.modules[name] = PutOff(spec, spec.loader)
        setattr(sys.modules[package], last, sys.modules[name])


builtins.__import__ = _import
try:
    import PySide6.QtWidgets  # noqa: F401 - this import loads the rest of Qt, and sets PySide6's own `__import__`
finally:
    builtins.__import__ = _own
