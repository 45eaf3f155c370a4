"""The demo runs the kiosk in a window, for a made-up library. The scan window has fobs and tools to click.

`play` starts all parts. `library` says what the demo needs from a made-up library. `myturn_demo` and `sierra_demo`
are the two made-up libraries. `scan_window` is the window with fobs, tools and faults. `pretend_readers` has the
readers that the kiosk uses in the demo. `story` is a visit that plays by itself. `cart_story` is such a visit with a
basket and Finish, and `at_once_story` is a visit in which each scan counts at once. A story uses `hand`, which taps
and types on the kiosk's window.
"""
