"""Laws (tests with many random examples) of the addresses to which the kiosk sends a member's token.

Some of these addresses come from OverDrive's answers.
"""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.backends.overdrive.paths import OverDriveHost, OverDrivePaths

OURS = "patron.library.example"
PATHS = OverDrivePaths(dict.fromkeys(OverDriveHost, f"https://{OURS}:8443"))
IDENT = "2eec1b6a-9c0a-4fff-baab-60b3b1019e6a"
LINKED = ("give_back", "open")
_PIECES = st.sampled_from(
    [
        IDENT, IDENT.upper(), "/", "//", "\\", "..", ".", ":", "@", "?", "#", "%2e%2e", "%2F", "%5C", "%00", "&", "=",
        ";", "https:", "http:", "mailto:", "javascript:", "file:", "evil.example", ".evil.example", ":80", "user:pass@",
        "[::1]", "127.0.0.1", "v1", "patrons", "me", "checkouts", "formats", "\u3002", "\uff0f", "ß", "\u202e", " ",
    ]
)  # fmt: skip
_LINKS = st.one_of(
    st.lists(_PIECES, max_size=12).map("".join),
    st.lists(_PIECES, max_size=6).map(lambda some: "".join([*some, "/", IDENT])),
    st.text(max_size=40).map(lambda some: f"{some}/{IDENT}"),
)


def _where(url: str) -> httpx.URL:
    """Return the address as the HTTP client understands it."""
    return httpx.Request("GET", url).url


@pytest.mark.parametrize("operation", LINKED)
@given(link=_LINKS)
@example(link=f"mailto:.evil.example/{IDENT}")
@example(link=f"@evil.example/{IDENT}")
@example(link=f".evil.example/{IDENT}")
@example(link=f":80@evil.example/{IDENT}")
@example(link=f"//evil.example/{IDENT}")
@example(link=f"https://evil.example\\@{OURS}/{IDENT}")
@example(link=f"https://{OURS}:8443/v1/patrons/me/checkouts/{IDENT}/../../../other")
@example(link=f"https://{OURS}:8443/v1/patrons/me/checkouts/{IDENT}/%2e%2e/%2E./other")
def test_whatever_link_a_server_sends_the_token_goes_to_the_host_in_the_settings(operation: str, link: str) -> None:
    url = _where(PATHS.linked(operation, link, IDENT).url)
    assert (url.scheme, url.host, url.port, url.userinfo) == ("https", OURS, 8443, b"")
    segments = url.path.lower().split("/")
    assert IDENT in segments
    assert not {".", ".."} & set(segments)
