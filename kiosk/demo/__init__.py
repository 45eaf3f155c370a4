"""The demo: the kiosk in a window, on a made-up library, with a bench of fobs and tools beside it.

`play` puts everything together, `bench` is the window with fobs, tools and faults, `pretend_readers` are the serial
readers that it scans with, `story` is a visit that plays itself, and `hand` taps and types on the kiosk's window.
"""
