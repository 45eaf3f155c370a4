"""A law (a test with many random examples) of all addresses: an id or a label changes only its own part of the path.

Ids come from servers, and labels come from anybody who prints a code.
"""

from collections.abc import Callable

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.backends.ehub.paths import EHubPaths
from kiosk.backends.myturn.paths import Paths
from kiosk.backends.overdrive.paths import OverDriveHost, OverDrivePaths
from kiosk.backends.path_part import path_part
from kiosk.backends.sierra.paths import SierraPaths

BASE = "https://library.example:8443"
_MYTURN, _SIERRA = Paths(f"{BASE}/library"), SierraPaths(f"{BASE}/iii/sierra-api/v6")
_OVERDRIVE, _EHUB = OverDrivePaths(dict.fromkeys(OverDriveHost, BASE)), EHubPaths(BASE, "v1")
ADDRESSES: dict[str, Callable[[str], str]] = {
    "myturn": lambda text: _MYTURN.target("remove_checkin", cart="12", loan=text).url,
    "sierra": lambda text: _SIERRA.target("check_in", text).url,
    "overdrive, id": lambda text: _OVERDRIVE.target("give_back", text).url,
    "overdrive, collection": lambda text: _OVERDRIVE.target("search", collection=text).url,
    "ehub": lambda text: _EHUB.target("give_back", text).url,
    "the address of a log-in by fob": lambda text: f"{BASE}/fobs/{path_part(text)}/log-in",
}
_NASTY = st.lists(
    st.sampled_from(
        ["/", "//", "\\", "..", ".", ":", "@", "?", "#", "%", "%2e", "%2F", "%00", "&", ";", "{id}", "{code}", "https://evil.example",
         ":80", "[::1]", "\u3002", "\uff0f", "\u202e", " ", "\t", "ß", "1", "DR-0142"]
    ),
    min_size=1, max_size=6,
).map("".join)  # fmt: skip


def _as_sent(url: str) -> tuple[str, str, int | None, bytes, list[bytes]]:
    """Return the scheme, the host, the port, the user and the parts of the path, as the HTTP client sends them."""
    sent = httpx.Request("GET", url).url
    return sent.scheme, sent.host, sent.port, sent.userinfo, sent.raw_path.split(b"/")


@pytest.mark.parametrize("name", ADDRESSES)
@given(text=st.one_of(_NASTY, st.text(min_size=1, max_size=30)))
@example(text=".")
@example(text="..")
@example(text="../..")
@example(text="%2e%2e")
def test_an_id_or_a_label_changes_only_its_own_part_of_the_path(name: str, text: str) -> None:
    *place, parts = _as_sent(ADDRESSES[name](text))
    *usual, usual_parts = _as_sent(ADDRESSES[name]("DR-0142"))
    assert place == usual
    assert len(parts) == len(usual_parts)
    changed = [index for index, part in enumerate(usual_parts) if b"DR-0142" in part]
    assert [part for index, part in enumerate(parts) if index not in changed] == [
        part for index, part in enumerate(usual_parts) if index not in changed
    ]
