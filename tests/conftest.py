"""For every test: no real display is touched unless a test starts one of its own, and a busy machine fails no law."""

import os
import signal

from hypothesis import settings

from tests.examples import USUAL

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shell starts what it puts into the background with these two ignored, and each process of a test would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)

# How long an example takes says nothing about the law. The same examples each time: a change is judged by what it does,
# not by chance. Whoever hunts for faults asks for others: pytest --hypothesis-profile=hunt
# Each profile says its parent: on a machine of continuous integration Hypothesis would start from another one.
usual = settings.get_profile("default")
settings.register_profile("kiosk", usual, deadline=None, derandomize=True, max_examples=USUAL)
settings.register_profile("hunt", usual, deadline=None, max_examples=20 * USUAL, print_blob=True)
settings.load_profile("kiosk")
