"""Loads Qt's binding and gives Python its own `import` back. Imported before all else that needs Qt.

PySide6 puts an `__import__` of its own into builtins, for `from __feature__ import`, which nothing here uses. It reads
the source of every module that is imported from then on, to see whether Qt is named there, and the standard library's
line cache keeps the text: of a running kiosk's 430 modules 13 MB, and 25 ms before the first frame (PySide6 6.11).
"""

import builtins

_own = builtins.__import__

import PySide6.QtWidgets  # noqa: E402, F401 - this is what replaces it

builtins.__import__ = _own
