"""Seeded chance in place of the machine's. Nonces, tokens and ids are then the same in each run of a seed."""

import random
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seeded_chance(seed: int) -> Iterator[None]:
    """Let the module `secrets` draw from this seed, until the end of the `with` block.

    httpcore looks for the package sniffio at each request. It is not installed here, and each look at the disk would
    cost more time than the simulated request.
    """
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # Python's own mark for a missing module
    old = {name: getattr(secrets, name) for name in ("_sysrand", "randbits")}
    drawn = random.Random(f"{seed}/secrets")
    for name, new in (("_sysrand", drawn), ("randbits", drawn.getrandbits)):
        setattr(secrets, name, new)
    try:
        yield
    finally:
        for name, one in old.items():
            setattr(secrets, name, one)
