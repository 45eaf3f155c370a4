"""The demo runs the kiosk in a window, for a made-up library. A second window, the bench, has fobs and tools to click.

`play` puts everything together. `bench` is the window with fobs, tools and faults. `pretend_readers` has the readers
that the kiosk uses in the demo. `story` is a visit that plays by itself. It uses `hand`, which taps and types on the
kiosk's window.
"""
