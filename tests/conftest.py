"""For every test: no real display is touched unless a test starts one of its own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
