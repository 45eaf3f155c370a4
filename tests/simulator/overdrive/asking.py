"""For tests of the simulated OverDrive: some titles, and a function that reads a refusal."""

from uuid import UUID

import httpx

from kiosk.simulator.overdrive.catalogue import OverdriveTitle, overdrive_catalogue


def title(name: str) -> OverdriveTitle:
    """Return the title with this name."""
    found = overdrive_catalogue().named(name)
    assert found is not None
    return found


FREE = title("The Night Shift at Bellwether")
"""A title with one copy, which nobody has at the start."""
KINDLE = title("A Ladder for Mr. Quill")
"""The title that jamal has sent to a Kindle."""
BUNDLE = title("The Tinker Tales")


def refusal_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the error code of a refusal. The refusal must also have a message and a token."""
    body = answer.json()
    assert set(body) == {"errorCode", "message", "token"}
    assert body["message"]
    UUID(body["token"])
    return answer.status_code, body["errorCode"]
