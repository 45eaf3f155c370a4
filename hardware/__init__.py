"""Readers: key events and bytes become scans. Knows nothing of lending; `python -m hardware` runs it alone."""
