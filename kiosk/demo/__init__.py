"""The demo runs the kiosk in a window, for a made-up library. A second window, the bench, has fobs and tools to click.

`play` puts everything together. `library` says what the demo must know of a lending system, and `myturn_demo` and
`sierra_demo` know it. `bench` is the window with fobs, tools and faults. `pretend_readers` has the readers that the
kiosk uses in the demo. `story` is a visit that plays by itself: `cart_story` where a Finish makes a basket real, and
`at_once_story` where each scan counts at once. A story uses `hand`, which taps and types on the kiosk's window.
"""
