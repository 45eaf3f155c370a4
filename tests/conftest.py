"""For every test: no real display is touched unless a test starts one of its own, and a busy machine fails no law."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("kiosk", deadline=None)  # how long an example takes says nothing about the law
settings.load_profile("kiosk")
