"""Settings for every test: a test uses no real display unless it starts one, and a slow machine makes no law fail."""

import os
import signal

from hypothesis import settings

from tests.examples import USUAL

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shell that starts a process in the background makes it ignore these two signals. Each process of a test would
# inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)

# A slow example is not an error of the law, so there is no time limit. Each run tries the same examples, so that only a
# change of the code can change the result. To look for new faults, try other examples: pytest
# --hypothesis-profile=hunt. Each profile names its parent, because on a machine of continuous integration Hypothesis
# would use another parent.
usual = settings.get_profile("default")
settings.register_profile("kiosk", usual, deadline=None, derandomize=True, max_examples=USUAL)
settings.register_profile("hunt", usual, deadline=None, max_examples=20 * USUAL, print_blob=True)
settings.load_profile("kiosk")
