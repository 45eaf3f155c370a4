"""httpx without its command line, which it loads wherever click, rich and pygments are installed: 50 ms, 6 MB."""

import sys

sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: as if it were not there

import httpx as httpx  # noqa: E402, PLC0414 - after the line above, and meant to be imported from here
