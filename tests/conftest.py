"""For every test: no real display is touched unless a test starts one of its own, and a busy machine fails no law."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes says nothing about the law. The same examples each time: a change is judged by what it does,
# not by chance. Whoever hunts for faults asks for others: pytest --hypothesis-profile=hunt
settings.register_profile("hunt", deadline=None)
settings.register_profile("kiosk", deadline=None, derandomize=True)
settings.load_profile("kiosk")
