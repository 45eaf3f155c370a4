"""Tests of the parts of `lending-kiosk check`. The tests cause every finding that a part can have."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hardware.spec import Driver, Example, Reads, ScannerSpec, SeveralLines
from kiosk.backends.ports import ItemMemo
from kiosk.commands.checks.codes import check_codes
from kiosk.commands.checks.login import check_login
from kiosk.commands.checks.result import CheckResult, Mark
from kiosk.commands.checks.screen import check_screen
from kiosk.commands.checks.storage import check_storage
from kiosk.commands.checks.unit import Sealing, Unit, read_unit
from kiosk.domain.model import ItemCode, Secret
from kiosk.settings.model import (
    CardMemory,
    CodeSettings,
    CommandSettings,
    Digital,
    FobRule,
    KioskSettings,
    MyTurnSettings,
    OverDriveSettings,
    Settings,
)
from kiosk.store.cache import ItemCache
from kiosk.store.kiosk_key import load_key
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.store import Store
from kiosk.store.vault import Holder, Vault
from kiosk.structs import replace

ROOT = Path(__file__).parents[2]
NOBODY = 65534
URL = "https://library.example/library"


def marks(findings: list[CheckResult]) -> list[Mark]:
    return [finding.mark for finding in findings]


# --- are codes of fobs and items told apart? -----------------------------------------------------


def scanner(reads: Reads, example: str = "") -> ScannerSpec:
    given = Example(example, example) if example else None
    return ScannerSpec(reads.value, reads=reads, driver=Driver.SERIAL, port="/dev/ttyACM0", example=given)


def with_codes(state_dir: Path, *scanners: ScannerSpec, fob: str = "", item: str = "", cards: bool = True) -> Settings:
    return Settings(
        kiosk=KioskSettings(state_dir=state_dir),
        myturn=MyTurnSettings(url=URL),
        codes=CodeSettings(fob=fob, item=item),
        commands=CommandSettings(enabled=cards),
        scanners=scanners,
    )


def learnt(state_dir: Path, **items: str) -> None:
    """Put these items into the cache of the kiosk. Each item is given as name=code."""
    store = Store.open(state_dir)
    cache = ItemCache(store.cache)
    for name, code in items.items():
        cache.remember(ItemCode(code), ItemMemo(name))
    store.close()


@pytest.mark.parametrize(
    ("readers", "fob", "item", "mark", "said"),
    [
        ([Reads.FOBS, Reads.ITEMS], "", "", Mark.OK, "told apart by their readers"),
        ([Reads.FOBS], "", "", Mark.WARNING, "no reader is set up for labels"),
        ([Reads.ITEMS], "", "", Mark.OK, "labels only"),
        ([], "", "", Mark.WARNING, "nothing can be scanned"),
        ([Reads.ANYTHING], "", "", Mark.WARNING, "[codes] has no rule"),
        ([Reads.ANYTHING], "FOB-.*", "TL-[0-9]+", Mark.OK, "the fob rule and item rule of [codes] tell which is which"),
        ([Reads.ANYTHING], "FOB-.*", "[A-Z0-9/ -]+", Mark.NOTE, "both rules fit codes such as 'FOB-0001'"),
        ([Reads.ANYTHING], ".*", "TL-[0-9]+", Mark.WARNING, "no label would ever be taken for a tool"),
    ],
)
def test_whether_fobs_and_labels_are_told_apart(
    tmp_path: Path, readers: list[Reads], fob: str, item: str, mark: Mark, said: str
) -> None:
    settings = with_codes(tmp_path / "none", *map(scanner, readers), fob=fob, item=item)
    found = next(iter(check_codes(settings)))
    assert (found.mark, said in found.text) == (mark, True), found


def test_rules_are_tried_on_the_labels_that_the_kiosk_knows(tmp_path: Path) -> None:
    learnt(tmp_path / "state", Drill="FOB-77", Ladder="L 3", Saw="SAW-1")
    settings = with_codes(tmp_path / "state", scanner(Reads.ANYTHING), fob="FOB-[0-9]+", item="[A-Z]+-[0-9]+")
    texts = [finding.text for finding in check_codes(settings) if finding.mark is Mark.WARNING]
    assert texts == [
        "the fob rule fits the labels of 1 known tool (Drill): scanned, they would be taken for fobs",
        "the item rule does not fit the labels of 1 known tool (Ladder)",
    ]


def test_a_fob_that_the_item_rule_fits_is_told_without_its_code(tmp_path: Path) -> None:
    readers = (scanner(Reads.FOBS, "0008075634"), scanner(Reads.ANYTHING))
    found = list(check_codes(with_codes(tmp_path / "none", *readers, item="[0-9]+")))
    assert found[0].text == "the item rule fits the example of the reader 'fobs', which reads fobs"
    assert not any("0008075634" in finding.text + finding.advice for finding in found)


def test_a_label_that_looks_like_a_command(tmp_path: Path) -> None:
    learnt(tmp_path / "state", Hammer="CMD:HAMMER")
    readers = (scanner(Reads.FOBS), scanner(Reads.ITEMS))
    assert list(check_codes(with_codes(tmp_path / "state", *readers)))[1].mark is Mark.WARNING
    assert list(check_codes(with_codes(tmp_path / "state", *readers, cards=False)))[1].mark is Mark.NOTE


@pytest.mark.parametrize(("reads", "warns"), [(Reads.FOBS, True), (Reads.ANYTHING, True), (Reads.ITEMS, False)])
def test_a_reader_of_fobs_that_takes_each_line_for_a_code(tmp_path: Path, reads: Reads, warns: bool) -> None:  # noqa: FBT001
    reader = replace(scanner(reads), several_lines=SeveralLines.EACH)
    found = check_codes(with_codes(tmp_path / "none", reader, fob="FOB-.*", item="TL-.*"))
    assert any("driving licence" in finding.text for finding in found) is warns


# --- logging in ----------------------------------------------------------------------------------


async def link_fobs(state_dir: Path, slow: Executor) -> None:
    """Link two fobs. The server has accepted the first fob and refused the second."""
    store = Store.open(state_dir)
    key = load_key(state_dir, {})
    vault = Vault(
        store.vault, key, slow, lambda: datetime.now(UTC), store.tell, site=URL, link_days=365, pin_once_a_day=False
    )
    token = RememberedToken(Secret("token-of-the-member"))
    used, refused = [await vault.keep(Secret(f"FOB-000{n}"), token, Holder(f"member-{n}", "M")) for n in (1, 2)]
    await vault.succeeded(used)
    await vault.refused(refused)
    store.close()


def test_a_fob_that_was_used_proves_that_linking_works(tmp_path: Path) -> None:
    settings = with_codes(tmp_path / "state", scanner(Reads.FOBS))
    assert Mark.OK not in marks(list(check_login(settings, None)))
    with ThreadPoolExecutor(1) as slow:
        asyncio.run(link_fobs(tmp_path / "state", slow))
    found = list(check_login(settings, None))
    assert marks(found) == [Mark.OK, Mark.WARNING, Mark.NOTE, Mark.NOTE]
    assert "the server gives tokens that can be renewed (2 linked, 1 of them used since)" in found[0].text
    assert found[1].text == "1 of 2 linked fobs were refused by the server: they must log in anew"


def with_overdrive(state_dir: Path, memory: CardMemory, fob: FobRule = FobRule.LINKED) -> Settings:
    """Return the settings of a kiosk with OverDrive beside myTurn."""
    settings = with_codes(state_dir, scanner(Reads.FOBS))
    overdrive = OverDriveSettings(library_id=1, website_id=1, authorization_name="x", items="OD-(.+)", remember=memory)
    return replace(
        settings,
        kiosk=replace(settings.kiosk, digital=(Digital.OVERDRIVE,)),
        overdrive=overdrive,
        login=replace(settings.login, fob=fob),
    )


def about_cards(settings: Settings) -> list[str]:
    return [found.text for found in check_login(settings, None) if "remember" in found.text and "card" in found.text]


def test_it_says_whether_cards_for_overdrive_can_be_remembered(tmp_path: Path) -> None:
    state_dir = tmp_path / "state"
    (found,) = about_cards(with_overdrive(state_dir, CardMemory.PASSWORD))
    assert "with a linked fob, sealed (none is remembered yet)" in found
    assert about_cards(with_overdrive(state_dir, CardMemory.SESSION)) == []
    (found,) = about_cards(with_overdrive(state_dir, CardMemory.PASSWORD, FobRule.ASK_PASSWORD))
    assert "has no effect" in found


# --- the unit and the key ------------------------------------------------------------------------

SHIPPED = (ROOT / "systemd" / "lending-kiosk.service").read_text(encoding="utf-8")
SEALED = "[Service]\nLoadCredential=\nLoadCredentialEncrypted=kiosk-key:/etc/lending-kiosk/kiosk-key.cred\n"
KEY_FILE = Path("/etc/lending-kiosk/kiosk-key")


@pytest.mark.parametrize(
    ("unit", "drop_in", "found"),
    [
        (None, None, Unit()),
        (SHIPPED, None, Unit(True, Sealing.PLAIN, KEY_FILE, "lending-kiosk")),
        (SHIPPED, SEALED, Unit(True, Sealing.SEALED, KEY_FILE.with_suffix(".cred"), "lending-kiosk")),
        (SHIPPED, "[Service]\nLoadCredential=\nUser=desk\n", Unit(True, Sealing.NONE, None, "desk")),
        ("[Service]\nLoadCredential=other:/x\n# LoadCredential=kiosk-key:/y\n", None, Unit(True)),
    ],
    ids=["none", "shipped", "sealed", "taken out", "another credential"],
)
def test_how_the_unit_gives_the_key(tmp_path: Path, unit: str | None, drop_in: str | None, found: Unit) -> None:
    if unit is not None:
        (tmp_path / "lending-kiosk.service").write_text(unit)
    if drop_in is not None:
        (tmp_path / "lending-kiosk.service.d").mkdir()
        (tmp_path / "lending-kiosk.service.d" / "key.conf").write_text(drop_in)
    assert read_unit([tmp_path / "nowhere", tmp_path]) == found


@pytest.mark.parametrize(
    ("sealing", "mark", "said"),
    [
        (Sealing.SEALED, Mark.OK, "a stolen disk opens nothing"),
        (Sealing.PLAIN, Mark.WARNING, "resists casual reading only"),
        (Sealing.NONE, Mark.WARNING, "resists casual reading only"),
    ],
)
def test_what_the_units_key_is_worth(tmp_path: Path, sealing: Sealing, mark: Mark, said: str) -> None:
    key = tmp_path / "kiosk-key"
    key.touch()
    unit = Unit(True, sealing, key if sealing is not Sealing.NONE else None)
    found = list(check_storage(tmp_path / "state", unit, {}, links=True))
    assert marks(found) == [Mark.NOTE, mark]
    assert said in found[1].text


def test_a_service_whose_key_was_forgotten(tmp_path: Path) -> None:
    unit = Unit(True, Sealing.PLAIN, tmp_path / "kiosk-key")
    found = list(check_storage(tmp_path / "state", unit, {}, links=True))
    assert marks(found) == [Mark.NOTE, Mark.PROBLEM]
    assert "which is not there: it would lend nothing" in found[1].text


@contextmanager
def as_nobody() -> Iterator[None]:
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can ask as somebody else")
def test_a_state_dir_of_somebody_else() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        state_dir = Path(folder) / "state"
        state_dir.mkdir(mode=0o700)
        with as_nobody():
            (found,) = check_storage(state_dir, Unit(), {}, links=True)
    assert found.text == f"{state_dir} cannot be written: Permission denied; it belongs to root, and you are nobody"
    assert "sudo -u root lending-kiosk check" in found.advice


# --- the screen ----------------------------------------------------------------------------------


def test_a_machine_with_a_graphics_device_but_no_session(tmp_path: Path) -> None:
    (tmp_path / "card1").touch()
    first = next(check_screen({}, tmp_path))
    assert (first.mark, "one that cage can show the kiosk on" in first.text) == (Mark.NOTE, True)
    assert next(check_screen({}, tmp_path / "none")).mark is Mark.WARNING
