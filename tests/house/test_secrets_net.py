"""Tests of SecretsNet, which looks for leaked secrets in every test. It must find each leak that a test here makes."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.model import Secret
from kiosk.simulator import MEMBERS
from kiosk.simulator.ehub import SECRET_KEY, EhubThread
from kiosk.simulator.overdrive import CLIENT_SECRET, OverdriveThread
from kiosk.simulator.sierra import KEY_SECRET, PATRONS, SierraThread
from kiosk.store.store import Store
from tests.secrets_net import SecretsNet, secrets_in

ROOT = Path(__file__).parents[2]
MARTA = PATRONS[0]
CARD, FOB, PASSWORD = MARTA.barcodes[0], MEMBERS[0].fob, MEMBERS[0].password
LOG = logging.getLogger("kiosk.planted")


@pytest.fixture
def net(request: pytest.FixtureRequest) -> SecretsNet:
    plugin = request.config.pluginmanager.get_plugin("secrets-net")
    assert isinstance(plugin, SecretsNet)
    assert plugin.take() == []
    return plugin


@pytest.mark.parametrize("secret", [FOB, PASSWORD, CARD, MARTA.pin, KEY_SECRET, CLIENT_SECRET, SECRET_KEY])
def test_a_secret_in_the_log_is_found_whatever_the_level_is(net: SecretsNet, secret: str) -> None:
    LOG.debug("seen: %s", secret)
    (leak,) = net.take()
    assert leak.startswith(f"the log of kiosk.planted contains the secret {secret!r}")


def test_a_secret_in_the_traceback_of_a_crash_report_is_found(net: SecretsNet) -> None:
    try:
        raise ValueError(PASSWORD)
    except ValueError:
        LOG.critical("unexpected error, stopping", exc_info=True)
    (leak,) = net.take()
    assert repr(PASSWORD) in leak


def test_a_token_of_a_server_and_a_text_that_became_a_secret_are_known(net: SecretsNet) -> None:
    with SierraThread() as sierra:
        token = sierra.library_state.issue_token()
    with OverdriveThread() as overdrive:
        state = overdrive.library_state
        code, patron_token = state.issue_code(state.loans_with("marta")[0]), state.issue_token("marta")
    with EhubThread() as ehub:
        provider = ehub.library_state
        link = provider.link_code(provider.loans_with("marta")[0], "ebook/content_0")
    secret = Secret("typed by a member")
    given = (token, code, patron_token, link, secret.reveal())
    for each in given:
        LOG.info("%s", each)
    assert [each.partition(": ")[0] for each in net.take()] == [
        f"the log of kiosk.planted contains the secret {each!r}" for each in given
    ]


def test_a_pin_inside_another_number_is_no_leak(net: SecretsNet) -> None:
    LOG.info(f"port 127.0.0.1:{MARTA.pin}, 1{MARTA.pin} ms, 0.{MARTA.pin} s, tool T-{MARTA.pin}")  # noqa: G004
    LOG.info("first frame %.0f ms after the start of process %d", float(MARTA.pin), int(MARTA.pin))
    assert net.take() == []


@pytest.mark.parametrize(
    ("content", "leaks"),
    [
        (b"the PIN 4711 of Marta", ["4711"]),
        (b'{"pin":"4711"}', ["4711"]),
        (b"\x00\xff4711\xfe", ["4711"]),
        (b"4711", ["4711"]),
        (b'{"id":60347115133}', []),
        (b"ten471100 and 04711", []),
        (b"card 21234000123456!", ["21234000123456"]),
        (b"card 921234000123456", ["21234000123456"]),
    ],
)
def test_a_pin_in_a_file_counts_only_if_it_stands_alone_and_a_long_secret_always(
    content: bytes, leaks: list[str]
) -> None:
    assert secrets_in(content, ("4711", "21234000123456")) == leaks


@pytest.mark.parametrize("name", ["journal.db", "vault.db-wal", "cache.db", "kiosk-1.log"])
def test_a_secret_in_a_store_or_a_log_file_is_found(net: SecretsNet, tmp_path: Path, name: str) -> None:
    path = tmp_path / "state" / name
    path.parent.mkdir()
    path.write_bytes(b"\0\1" + CARD.encode() + b"\2")
    net.look_at_files(tmp_path)
    path.unlink()
    assert net.take() == [f"{name} contains the secret {CARD!r}"]


def test_a_secret_in_a_store_of_this_process_is_found_when_the_store_is_closed(net: SecretsNet, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "state")
    store.journal.write_now(lambda connection: connection.execute(f"CREATE TABLE planted AS SELECT '{CARD}' AS card"))
    store.close()
    assert any(leak.startswith("journal") and repr(CARD) in leak for leak in net.take())
    for path in (tmp_path / "state").iterdir():
        path.unlink()


def test_a_secret_in_a_title_or_an_accessible_name_is_found(net: SecretsNet, qtbot: QtBot) -> None:
    window, label, button = QWidget(), QLabel(), QPushButton()
    for each in (window, label, button):
        qtbot.addWidget(each)
    window.setWindowTitle(f"Visit of {CARD}")
    button.setAccessibleName(f"PIN {MARTA.pin}")
    button.setAccessibleDescription(PASSWORD)
    label.setText(FOB)
    assert [each.partition(" contains")[0] for each in net.take()] == [
        "QWidget.setWindowTitle",
        "QPushButton.setAccessibleName",
        "QPushButton.setAccessibleDescription",
        "QLabel.setText",
    ]
    assert window.windowTitle() == f"Visit of {CARD}"


def test_a_secret_in_the_output_of_a_process_is_found(net: SecretsNet) -> None:
    program = f"import sys; sys.exit('crashed: ' + {KEY_SECRET[::-1]!r}[::-1])"
    subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    (leak,) = net.take()
    assert leak.startswith("the standard error of ")


@pytest.mark.slow
def test_a_test_that_leaks_a_secret_fails(tmp_path: Path) -> None:
    leaking = tmp_path / "test_leaking.py"
    reversed_fob = FOB[::-1]
    leaking.write_text(
        f"import logging\ndef test_it():\n    logging.getLogger('kiosk.planted').info({reversed_fob!r}[::-1])\n"
    )
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    (tmp_path / "conftest.py").write_text(conftest)
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        str(ROOT / "pyproject.toml"),
        str(leaking),
    ]
    with (tmp_path / "output").open("w") as output:
        ended = subprocess.run(words, cwd=ROOT, stdout=output, stderr=output, check=False)
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED
    assert "LeakedSecretError: the log of kiosk.planted contains the secret" in (tmp_path / "output").read_text()
