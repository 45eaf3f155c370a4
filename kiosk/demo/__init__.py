"""The demo runs the kiosk in a window, for a made-up library. The scan window has fobs and tools to click.

`play` starts all parts. `library` says what the demo needs from a made-up library. Each lending system has a module
for its made-up library, such as `myturn_demo`, and `several_demo` is a library with several systems. `scan_window` is
the window with fobs, tools and faults. `pretend_readers` has the readers that the kiosk uses in the demo.

`story` is a visit that plays by itself. `cart_story` is such a visit with a basket and Finish. `card_story` has the
parts of all visits with a library card, in which each scan counts at once, and `title_story` those with digital titles.
A story uses `hand`, which taps and types on the kiosk's window.
"""
