"""Tests of the table of myTurn's operations, of the site's address, and of the paths that the settings can change."""

import pytest

from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.myturn.paths import OPERATIONS, Paths, Target, bases

SITE = "https://example.myturn.com/library"


def test_all_operations_of_the_contract_are_there() -> None:
    assert len(OPERATIONS) == 29


@pytest.mark.parametrize(
    ("url", "site", "versioned"),
    [
        (SITE, SITE, f"{SITE}/api/v1.1"),
        (f"{SITE}/", SITE, f"{SITE}/api/v1.1"),
        (f"{SITE}/api/v1.1", SITE, f"{SITE}/api/v1.1"),
        (f"{SITE}/api/v2/", SITE, f"{SITE}/api/v2"),
        ("http://127.0.0.1:8080/library", "http://127.0.0.1:8080/library", "http://127.0.0.1:8080/library/api/v1.1"),
    ],
)
def test_the_site_and_its_api_url_both_work(url: str, site: str, versioned: str) -> None:
    assert bases(url) == (site, versioned)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://example.myturn.com", "should end in"),
        ("https://example.myturn.com/api/v1.1", "should end in"),
        ("http://example.myturn.com/library", "in the clear"),
        ("example.myturn.com/library", "not the address"),
        ("ftp://example.myturn.com/library", "not the address"),
        (f"{SITE}?x=1", "not the address"),
    ],
)
def test_an_address_that_cannot_be_says_why(url: str, says: str) -> None:
    with pytest.raises(MisconfiguredError, match=says):
        bases(url)


def test_plain_http_where_staff_allow_it() -> None:
    assert bases("http://tools.lan/library", allow_http=True)[0] == "http://tools.lan/library"


def test_a_target_has_its_placeholders_filled_and_quoted() -> None:
    paths = Paths(SITE)
    assert paths.target("convert", cart="43") == Target("POST", f"{SITE}/api/v1.1/self-checkout/carts/43/convert")
    assert paths.target("log_in").url == f"{SITE}/api/login"
    assert paths.target("item", id="../x?y").url == f"{SITE}/api/v1.1/items/..%2Fx%3Fy"


def test_a_path_of_the_settings_lies_below_the_site_and_keeps_the_verb() -> None:
    paths = Paths(SITE, {"convert": "/api/v1.1/self-checkout/carts/{cart}/commit"})
    assert paths.target("convert", cart="1") == Target("POST", f"{SITE}/api/v1.1/self-checkout/carts/1/commit")


def test_a_path_of_the_settings_can_bring_a_verb() -> None:
    paths = Paths(SITE, {"change_checkout": "patch /api/v2/carts/{cart}/lines/{line}"})
    assert paths.target("change_checkout", cart="1", line="2") == Target("PATCH", f"{SITE}/api/v2/carts/1/lines/2")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("ad_checkout", "/x", "'add_checkout'"),
        ("zzz", "/x", "no operation of this name"),
        ("convert", "YELL /carts/{cart}", "YELL"),
        ("convert", "/carts", "{cart}"),
        ("convert", "/carts/{cart}/{line}", "{cart}"),
        ("carts", "carts", "not a path"),
        ("carts", "https://elsewhere.example/carts", "not a path"),
        ("carts", "/../../carts", "not a path"),
        ("carts", "/carts?all=1", "not a path"),
    ],
)
def test_a_wrong_line_of_the_settings_says_what_is_wrong(name: str, text: str, says: str) -> None:
    with pytest.raises(MisconfiguredError) as wrong:
        Paths(SITE, {name: text})
    assert says in str(wrong.value)


def test_an_api_url_of_the_server_is_recognised_in_both_forms() -> None:
    paths = Paths(SITE)
    assert paths.is_ours(f"{SITE}/api/v1.1")
    assert paths.is_ours("https://Example.myturn.com/library/")
    assert not paths.is_ours("https://other.myturn.com/library")
    assert not paths.is_ours("")
