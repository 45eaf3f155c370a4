"""The demo runs the kiosk in a window, for a made-up library, with a bench of fobs and tools beside the window.

`play` puts everything together, `bench` is the window with fobs, tools and faults, `pretend_readers` are the serial
readers of the bench, `story` is a visit that plays itself, and `hand` taps and types on the kiosk's window.
"""
