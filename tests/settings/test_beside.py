"""Tests of settings files for a main system with digital systems beside it: eHUB alone, or eHUB and OverDrive."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app.ehub_site import ehub_site
from kiosk.app.settings_file import usable_settings
from kiosk.app.sierra_site import sierra_site
from kiosk.app.sites import site_of
from kiosk.app.systems import system_of
from kiosk.backends.ehub.paths import EHubClaim
from kiosk.backends.network import STRAIGHT
from kiosk.backends.several import SeveralBackend
from kiosk.domain.digital import DigitalSystem, MemberFact
from kiosk.settings.load import load
from kiosk.settings.problems import SettingsError
from tests.backends.ports import MemoryItems, MemoryLog

MYTURN = """[kiosk]
digital = [{digital}]
[myturn]
url = "https://library.example/library"
"""
SIERRA = """[kiosk]
backend = "sierra"
time_zone = "America/New_York"
digital = [{digital}]
[sierra]
url = "https://catalog.example/iii/sierra-api/v6"
key_file = "{keys}/sierra-key"
[library]
name = "Bend"
max_items = 5
[login]
fob = "card"
"""
OVERDRIVE_MAIN = """[kiosk]
backend = "overdrive"
digital = [{digital}]
[library]
name = "Bend"
[login]
fob = "card"
"""
OVERDRIVE = """[overdrive]
library_id = 4425
website_id = 100300
authorization_name = "bend-ils"
items = "OD-(.+)"
client_file = "{keys}/overdrive-client"
"""
EHUB = """[ehub]
url = "https://provider.example/ep/api"
site_id = "millbrook"
consumer_id = 52
label = "Riverside"
claims = [{claims}]
key_file = "{keys}/ehub-key"
"""
BOTH = '"overdrive", "ehub"'


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Write one key file for each system, and return the folder of these files."""
    for name, key in (("sierra-key", "K:S"), ("overdrive-client", "K:S"), ("ehub-key", "c2VjcmV0S2V5")):
        (tmp_path / name).write_text(key)
        (tmp_path / name).chmod(0o600)
    return tmp_path


def text(main: str, keys: Path, digital: str = '"ehub"', claims: str = '"patronId"', *, tables: str = EHUB) -> str:
    return (main + tables).format(digital=digital, claims=claims, keys=keys)


def problems(file: Path) -> list[str]:
    with pytest.raises(SettingsError) as wrong:
        load(file)
    return [f"{each.key}: {each.found} -> {each.allowed}" for each in wrong.value.problems]


@pytest.mark.parametrize("main", [MYTURN, SIERRA])
@pytest.mark.parametrize("digital", [("ehub",), ("overdrive", "ehub"), ("ehub", "overdrive")])
def test_the_provider_stands_beside_any_main_system_in_any_order(
    write: Callable[[str], Path], keys: Path, main: str, digital: tuple[str, ...]
) -> None:
    named = ", ".join(f'"{each}"' for each in digital)
    settings = usable_settings(write(text(main, keys, named, tables=OVERDRIVE + EHUB)))
    backend = system_of(settings).connect(settings, MemoryLog(), MemoryItems(), lambda: datetime.now(UTC))
    assert isinstance(backend, SeveralBackend)
    assert tuple(each.system.key for each in backend.systems) == digital
    (provider,) = (each for each in backend.systems if each.vouched)
    assert provider.system == DigitalSystem("ehub", "Riverside", "EH-(.+)", has_pin=False)
    asyncio.run(backend.aclose())


def test_beside_overdrive_the_provider_works_too(write: Callable[[str], Path], keys: Path) -> None:
    claims = '"patronId", "libraryCard"'
    settings = usable_settings(write(text(OVERDRIVE_MAIN, keys, claims=claims, tables=OVERDRIVE + EHUB)))
    assert ehub_site(settings, STRAIGHT).vouched


def test_the_main_system_is_asked_only_for_the_personal_facts_of_the_claims(
    write: Callable[[str], Path], keys: Path
) -> None:
    for claims, facts in (
        ('"patronId", "libraryCard"', frozenset[MemberFact]()),
        ('"patronId", "email"', frozenset({MemberFact.EMAIL})),
        ('"birthDate"', frozenset({MemberFact.BIRTH_DATE})),
    ):
        settings = load(write(text(SIERRA, keys, claims=claims)))
        assert sierra_site(settings, STRAIGHT).vouches == facts
        site = ehub_site(settings, STRAIGHT)
        assert (site.claims, site.vouched, site.most_loans) == (
            tuple(EHubClaim(each.strip('" ')) for each in claims.split(",")), True, None,
        )  # fmt: skip
    assert site_of(load(write(text(MYTURN, keys, claims='"email"')))).vouches == {MemberFact.EMAIL}
    unused = load(write(text(MYTURN, keys, "", claims='"email"')))
    assert site_of(unused).vouches == frozenset()


@pytest.mark.parametrize(("main", "digital", "claims", "found"), [
    (MYTURN, '"ehub"', '"patronId", "libraryCard"', ['ehub.claims: "libraryCard" -> ["patronId"], beside this system: a member of myTurn can log in by user name, by membership ID or by fob']),  # noqa: E501
    (MYTURN, '"ehub"', '"birthDate"', ['ehub.claims: "birthDate" -> ["patronId"], beside this system: myTurn does not say it']),  # noqa: E501
    (OVERDRIVE_MAIN + OVERDRIVE, '"ehub"', '"patronId", "email"', ['ehub.claims: "email" -> ["patronId"], beside this system: OverDrive does not say it']),  # noqa: E501
    (SIERRA, '"ehub"', "", ['ehub.claims: nothing -> a list of claims, such as ["patronId"]']),
    (SIERRA, '"ehub", "ehub"', '"patronId"', ["kiosk.digital: the same system twice -> each system once"]),
])  # fmt: skip
def test_what_cannot_stand_together_is_named(
    write: Callable[[str], Path], keys: Path, main: str, digital: str, claims: str, found: list[str]
) -> None:
    assert problems(write(text(main, keys, digital, claims))) == found


def test_loans_are_remembered_only_if_the_settings_say_so(write: Callable[[str], Path], keys: Path) -> None:
    remembers = EHUB.replace("[ehub]\n", "[ehub]\nremember_loans = true\n")
    assert load(write(text(SIERRA, keys, tables=remembers))).remembers_loans
    assert not load(write(text(SIERRA, keys))).remembers_loans
    assert not load(write(text(SIERRA, keys, "", tables=remembers))).remembers_loans


def test_labels_must_tell_the_systems_apart(write: Callable[[str], Path], keys: Path) -> None:
    whole = text(SIERRA, keys, BOTH, tables=OVERDRIVE + EHUB)
    (same,) = problems(write(whole.replace("OD-(.+)", "EH-(.+)")))
    assert same.startswith('ehub.items: "EH-(.+)" -> another form than [overdrive] items')
    (none,) = problems(write(whole.replace("[ehub]\n", '[ehub]\nitems = ""\n')))
    assert none.startswith("ehub.items: nothing -> the form of the labels of the content provider")


@pytest.mark.parametrize(("main", "digital"), [(SIERRA, BOTH), (MYTURN, BOTH), (OVERDRIVE_MAIN, '"ehub"')])
@pytest.mark.parametrize("label", ["", 'label = "  "'])
def test_beside_overdrive_the_provider_needs_a_name_that_members_can_read(
    write: Callable[[str], Path], keys: Path, main: str, digital: str, label: str
) -> None:
    nameless = EHUB.replace('label = "Riverside"', label)
    (one,) = problems(write(text(main, keys, digital, tables=OVERDRIVE + nameless)))
    assert one.startswith("ehub.label: nothing -> the name of the content provider")


@pytest.mark.parametrize("main", [SIERRA, MYTURN])
def test_alone_beside_the_main_system_the_provider_needs_no_name(
    write: Callable[[str], Path], keys: Path, main: str
) -> None:
    assert load(write(text(main, keys, tables=EHUB.replace('label = "Riverside"', "")))).ehub is not None


def test_a_missing_table_is_named_key_by_key(write: Callable[[str], Path], keys: Path) -> None:
    found = problems(write(text(SIERRA, keys, tables="")))
    assert [each.partition(":")[0] for each in found] == ["ehub.url", "ehub.site_id", "ehub.consumer_id"]


def test_as_the_only_system_the_provider_gets_the_card_and_nothing_else(
    write: Callable[[str], Path], keys: Path
) -> None:
    alone = '[kiosk]\nbackend = "ehub"\n[library]\nname = "Bend"\n[login]\nfob = "card"\n'
    table = EHUB.replace("[ehub]\n", '[ehub]\ntrusted_cards = "2[0-9]{{13}}"\n')
    settings = load(write(text(alone, keys, claims='"patronId", "libraryCard"', tables=table)))
    assert ehub_site(settings, STRAIGHT).claims == (EHubClaim.LIBRARY_CARD,)
    (wrong,) = problems(write(text(alone, keys, claims='"libraryCard", "email"', tables=table)))
    assert wrong == 'ehub.claims: "email" -> ["libraryCard"], with backend = "ehub": the kiosk knows only the card'


def test_a_command_of_staff_finds_the_key_that_systemd_gives_for_a_digital_system(
    write: Callable[[str], Path], keys: Path
) -> None:
    unnamed = EHUB.replace('key_file = "{keys}/ehub-key"\n', "")
    settings = usable_settings(write(text(SIERRA, keys, tables=unnamed)), {"ehub-key": keys / "ehub-key"})
    assert ehub_site(settings, STRAIGHT).key.reveal() == "c2VjcmV0S2V5"
