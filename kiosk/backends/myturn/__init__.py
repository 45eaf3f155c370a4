"""myTurn's self-service API as a lending system; README.md says which file answers which question.

Nothing is imported here: `site` is cheap, but `backend` loads the HTTP library and must wait for the first frame.
"""
