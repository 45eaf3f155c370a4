"""Helpers for values that cannot change. The values are structs of msgspec.

The kiosk uses msgspec because it is fast: it needs only 0.02 ms to define a class, and compares values in C code.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from dataclasses import replace  # with it, a type checker checks the names of the fields
else:
    from msgspec.structs import replace

__all__ = ["hiding", "replace"]


def hiding(*hidden: str) -> Callable[[msgspec.Struct], str]:
    """Return a `__repr__` that leaves out the named fields, because a repr can appear in a log or a traceback."""

    def shown(self: msgspec.Struct) -> str:
        names = (name for name in self.__struct_fields__ if name not in hidden)
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return shown
