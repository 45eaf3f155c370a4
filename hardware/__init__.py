"""Readers: bytes and key events become scans. Knows nothing of the kiosk."""
