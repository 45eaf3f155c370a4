"""myTurn's self-service API as a lending system; README.md says which file answers which question.

This file imports nothing. `site` is quick to import, but `backend` loads the HTTP library, so the kiosk imports it only
after the screen has shown its first frame.
"""
