"""Run simulated walks with many seeds, or one seed with its trace: `python -m tests.simulated`."""

import sys

from tests.simulated.walk import quick_walk
from tests.walks.command import run_walks

if __name__ == "__main__":
    sys.exit(run_walks("tests.simulated", __doc__, quick_walk, jobs=1, chunk=10))
