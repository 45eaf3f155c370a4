"""httpx without its command line, which would cost 50 ms and 6 MB if click, rich and pygments are installed."""

import sys

sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: as if the module were not there

import httpx as httpx  # noqa: E402, PLC0414 - after the line above, and meant to be imported from here
