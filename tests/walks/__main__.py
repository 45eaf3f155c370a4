"""Run walks (random visits) with many seeds in several processes, or one walk with a printed trace.

The command is `python -m tests.walks`.
"""

import os
import sys

from tests.walks.command import run_walks
from tests.walks.killed import one_of_either

AT_ONCE = 2 * (os.cpu_count() or 1)
"""The number of processes: two for each core of this machine, because a walk waits for half of its time."""


if __name__ == "__main__":
    sys.exit(run_walks("tests.walks", __doc__, one_of_either, jobs=AT_ONCE))
