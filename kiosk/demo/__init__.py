"""The demo: the kiosk in a window, on a made-up library, with a bench of fobs and tools beside it."""
