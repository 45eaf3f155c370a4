"""Collect garbage (unused objects that refer to each other) in the main thread only, at moments that the kiosk chooses.

At such a moment, the kiosk also gives memory back to the operating system.

Python's automatic collection can run in any thread that makes an object. The kiosk has threads for the store, for
readers and for slow work. If one of these threads removed a window or a running timer, Qt would still use the removed
object, and the process would crash. So the kiosk switches the automatic collection off before it makes the first Qt
object, and the main thread calls the functions of this module.
"""

import gc
from collections.abc import Callable
from functools import cache

DUE = (700, 10, 10)
"""The limits of Python's three generations of objects, from the youngest to the oldest.

Each generation has a count. The count of the youngest generation is the number of new objects. The count of any other
generation says how often the next younger generation was collected. A generation is due if its count is above its
limit. Python's automatic collection has the same limits.
"""


def collect_only_when_asked() -> None:
    """Switch off Python's automatic collection. Call this function before the first Qt object is made."""
    gc.disable()


def collect_if_due() -> None:
    """Collect the oldest generation that is due (see DUE), and all younger generations. If none is due, do nothing.

    The main thread calls this function about once each second.
    """
    counts = gc.get_count()
    for generation in (2, 1, 0):
        if counts[generation] > DUE[generation]:
            gc.collect(generation)
            return


def collect_all() -> None:
    """Collect all garbage now. The collection takes 7 ms, so call this function while nobody waits."""
    gc.collect()


def freeze_objects() -> None:
    """Freeze all objects that exist now, so that later collections skip these objects."""
    gc.freeze()


def give_memory_back() -> None:
    """Give memory that nothing in this process uses back to the operating system. This takes 0.2 ms.

    The C library keeps freed memory for later. If memory at a higher address is still in use, the C library never gives
    the freed memory back by itself. After some visits, this freed memory has a size of 2 MB. If the C library of this
    machine is not glibc, do nothing.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    import ctypes  # This import is here because the first frame does not need ctypes.

    return getattr(ctypes.CDLL(None), "malloc_trim", None)
