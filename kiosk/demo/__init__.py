"""The demo runs the kiosk in a window, for a made-up library.

A second window, the scan window, has fobs and tools to click.

`play` starts all parts. `library` has the methods that each made-up library must have. Each lending system has a module
for its made-up library, such as `myturn_demo`. `several_demo` is a library with several systems. `scan_window` is the
window with fobs, tools and faults. The kiosk of the demo uses the readers in `pretend_readers`.

`story` is a visit that plays by itself. `cart_story` is such a visit with a basket and Finish. `card_story` has the
parts of all visits with a library card, in which each scan counts at once. `title_story` has the parts of all visits
with digital titles. A story uses `hand`, which taps and types on the kiosk's window.
"""
