"""Functions that read an error or a refusal of the simulated Sierra."""

import httpx


def error_of(answer: httpx.Response) -> tuple[int, int, str]:
    """Return the status, the code and the description of an error.

    Fail if the status in the body is not the status of the response.
    """
    body = answer.json()
    assert body["httpStatus"] == answer.status_code
    assert isinstance(body["name"], str)
    return answer.status_code, body["code"], body.get("description", "")


def code_of(answer: httpx.Response) -> int:
    """Return the code of an error."""
    return error_of(answer)[1]


def refusal_of(answer: httpx.Response) -> tuple[int, int, int, str]:
    """Return the status, the code, the specific code and the description of a refusal."""
    status, code, text = error_of(answer)
    return status, code, answer.json()["specificCode"], text
