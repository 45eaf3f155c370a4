"""Tests of the library's settings.

The kiosk reads each field that the server sends. Values in the kiosk's settings file (overrides) replace the values of
the server. Dangerous characters are removed from all texts.
"""

from datetime import time
from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.domain.library import Library, Searchers
from kiosk.simulator import SimulatorThread
from tests.backends.visits import Visit, at


def read(library: SimulatorThread, language: str = "en", **site: Any) -> Library:
    found: list[Library] = []

    async def story(visit: Visit) -> None:
        found.append(await visit.backend.library(language))

    at(library, story, enter=None, **site)
    return found[0]


def test_every_field_is_read(library: SimulatorThread) -> None:
    found = read(library)
    assert found.name == "Millbrook Tool Library"
    assert (found.kiosk_enabled, found.self_service, found.scan_login, found.form_login) == (True, True, True, True)
    assert (found.logout_timeout, found.two_phase, found.sounds, found.hide_money) == (5.0, False, True, False)
    assert (found.confirm_returns, found.confirm_borrows, found.confirm_logout) == (False, False, False)
    assert (found.locale, found.currency) == ("en-US", "USD")
    assert (found.contact.phone, found.contact.email) == ("(802) 555-0142", "hello@millbrook.example")
    assert (found.contact.street, found.contact.city) == ("12 Mill Street, Rear entrance", "Millbrook")
    assert found.renew_url.endswith("/membership/renew")
    assert found.texts.welcome == "<p><strong>Please bring drills back with both batteries.</strong></p>"
    assert found.texts.form_login_error.startswith("If you are having trouble")
    assert [(each.code, each.is_default) for each in found.languages][:2] == [("en", True), ("fr", False)]
    assert found.languages[1].native == "Français"
    assert found.hours[1].opens == time(15)
    assert found.hours[0].closed


def test_texts_come_in_the_language_asked_for(library: SimulatorThread) -> None:
    assert "perceuses" in read(library, "fr").texts.welcome


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("enableKioskMode", False, "kiosk_enabled", False),
        ("selfServeEnabled", False, "self_service", False),
        ("allowKioskScanLogin", False, "scan_login", False),
        ("allowKioskFormLogin", False, "form_login", False),
        ("logoutTimeout", 2, "logout_timeout", 2.0),
        ("skipKioskCheckinConfirmation", False, "confirm_returns", True),
        ("skipKioskCheckoutConfirmation", False, "confirm_borrows", True),
        ("skipKioskLogoutConfirmation", False, "confirm_logout", True),
        ("useTwoPhaseCommitOnKiosk", True, "two_phase", True),
        ("playSounds", False, "sounds", False),
        ("hideMoney", True, "hide_money", True),
        ("projectsSupported", True, "projects", True),
        ("locale", "fr-CA", "locale", "fr-CA"),
        ("currencyCode", "CAD", "currency", "CAD"),
    ],
)
def test_a_field_of_the_server_counts_and_an_override_counts_more(
    library: SimulatorThread, field: str, value: object, attribute: str, expected: object
) -> None:
    usual = getattr(read(library), attribute)
    assert getattr(read(library, overrides={field: value}), attribute) == expected
    library.control.turn(organization={field: value})
    assert getattr(read(library), attribute) == expected
    server_s = {"locale": "en-US", "currencyCode": "USD", "logoutTimeout": 5}.get(field, not value)
    assert getattr(read(library, overrides={field: server_s}), attribute) == usual


@pytest.mark.parametrize("value", [None, 0, -1, 1e12])
def test_a_time_out_that_cannot_be_keeps_the_default(library: SimulatorThread, value: object) -> None:
    library.control.turn(organization={"logoutTimeout": value})
    assert read(library).logout_timeout == 5.0


def test_an_address_is_overridden_field_by_field_and_languages_as_a_whole(library: SimulatorThread) -> None:
    found = read(library, overrides={"address": {"phone": "555"}, "languages": [{"code": "fr", "isDefault": True}]})
    assert (found.contact.phone, found.contact.city) == ("555", "Millbrook")
    assert [(each.code, each.native) for each in found.languages] == [("fr", "fr")]
    assert "languages" not in library.library_state.call_counts()


def test_an_override_adds_its_text_made_harmless_too(library: SimulatorThread) -> None:
    found = read(library, overrides={"kioskWelcomeText": '<p onclick="x()">Hi <a href="https://x">there</a></p>'})
    assert found.texts.welcome == "<p>Hi there</p>"


def test_texts_load_nothing_and_link_nowhere(library: SimulatorThread) -> None:
    bad = (
        '<h1 style="color:red">A</h1><script>steal()</script><img src="https://x/p.gif"><iframe src="https://x"></iframe>'
        '<a href="javascript:x">B</a><p class="x">C<br>D</p><svg onload=x><style>*{}</style></svg>'
        "<ul><li>E</li></ul>\u202e"
    )
    library.control.turn(organization={"kioskHomeText": bad, "name": "Tools\u202e\x00 &\n Co"})
    found = read(library)
    assert found.texts.home == "<h1>A</h1>B<p>C<br>D</p><ul><li>E</li></ul>"
    assert found.name == "Tools & Co"


def test_hours_that_are_no_week_say_nothing(library: SimulatorThread) -> None:
    library.control.turn(
        organization={"hours": [{"closed": False, "openTime": "10:00:00.000", "closeTime": "19:00:00.000"}]}
    )
    assert read(library).hours == ()
    library.control.turn(organization={"hours": [{"closed": False, "openTime": "ten", "closeTime": "19"}] * 7})
    assert read(library).hours == ()


def test_languages_that_need_a_log_in_are_done_without(library: SimulatorThread) -> None:
    library.control.turn(public_lists=False)
    assert read(library).languages == ()


def test_nothing_but_a_name_is_enough(library: SimulatorThread) -> None:
    fields = dict.fromkeys(library_fields(library))
    library.control.turn(organization=fields | {"name": "Tools"})
    found = read(library)
    assert found == Library(name="Tools", languages=found.languages, searchers=Searchers.MEMBERS, web_url=library.url)


def library_fields(library: SimulatorThread) -> list[str]:
    from kiosk.simulator.organization import organization

    return list(organization(library.library_state, "en", "http://x"))


@pytest.mark.parametrize(
    "kind", ["html", "garbage", "empty", "truncated", "wrong-type", "nested", "huge", "drop", "status"]
)
def test_a_library_that_cannot_be_read_is_away(library: SimulatorThread, kind: str) -> None:
    library.control.fault("organization", kind, count=3)
    with pytest.raises(ServerAwayError):
        read(library)


def test_a_surprise_is_named_with_its_json_path(library: SimulatorThread, caplog: pytest.LogCaptureFixture) -> None:
    library.control.turn(organization={"address": {"phone": ["1"], "city": "Millbrook"}})
    contact = read(library).contact
    assert (contact.phone, contact.city) == ("", "Millbrook")
    assert caplog.text.count("organization: left out $.address.phone: Expected `str`") == 1


@pytest.mark.parametrize("status", [404, 405])
def test_an_address_without_an_api_is_a_matter_for_staff(library: SimulatorThread, status: int) -> None:
    library.control.fault("organization", "status", status=status)
    with pytest.raises(MisconfiguredError, match="url"):
        read(library)


def test_the_probe_says_who_answers(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        found = await visit.backend.probe()
        assert found.detail == "myTurn: Millbrook Tool Library"
        library.control.turn(organization={"apiUrl": "https://elsewhere.myturn.com/library"})
        assert "apiUrl" in (await visit.backend.probe()).detail

    at(library, story, enter=None)
