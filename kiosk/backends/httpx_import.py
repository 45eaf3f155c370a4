"""The import of httpx without its command line. All modules of the kiosk take httpx from here.

httpx also imports its own command line if the packages for it (click, rich and pygments) are installed. They often are
installed, because many other packages need them. Then the import needs 5 MB more memory and much more time. The kiosk
never uses this command line. So this module lets Python say that the command line is missing, as it is on a machine
without these packages.
"""

import sys

__all__ = ["COMMAND_LINE", "httpx"]

COMMAND_LINE = "httpx._main"

_hidden = COMMAND_LINE not in sys.modules
if _hidden:
    sys.modules[COMMAND_LINE] = None  # type: ignore[assignment] # an import of this name now raises ModuleNotFoundError
try:
    import httpx
finally:
    if _hidden:
        del sys.modules[COMMAND_LINE]
