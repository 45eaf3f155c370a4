"""myTurn's self-service API as a lending system. README.md says which file answers which question.

This file imports nothing. `site` is quick to import. `backend` is slow to import, because it loads the HTTP library.
For this reason, the kiosk imports `backend` only after the screen has shown its first frame.
"""
