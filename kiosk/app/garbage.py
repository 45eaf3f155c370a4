"""Collect garbage (unused objects that refer to each other) in the main thread only, at moments that the kiosk chooses.

Python's own collection runs in whatever thread makes the next object. The kiosk has threads for the store, for readers
and for slow work. If one of these threads removed a window or a running timer, Qt would still use it, and the process
would crash. So Python's own collection is switched off before the first Qt object is made, and the main thread calls
the functions below.
"""

import gc

DUE = (700, 10, 10)
"""When a generation of objects is collected.

The first number counts new objects. The other numbers count collections of the generation before. These are the limits
that Python itself uses.
"""


def collect_only_when_asked() -> None:
    """Switch off Python's own collection. Call this before the first Qt object is made."""
    gc.disable()


def collect_if_due() -> None:
    """Collect the oldest generation that is due, if there is one. The main thread calls this about once each second."""
    counts = gc.get_count()
    for generation in (2, 1, 0):
        if counts[generation] > DUE[generation]:
            gc.collect(generation)
            return


def collect_all() -> None:
    """Collect all garbage now. That takes 7 ms, so call this while nobody waits."""
    gc.collect()


def freeze_objects() -> None:
    """Freeze all objects that exist now, so that later collections skip these objects."""
    gc.freeze()
