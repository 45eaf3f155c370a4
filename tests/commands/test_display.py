"""Tests of the function that finds out if a person can see a window. A display counts if its server answers."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands.display import somebody_looks


@pytest.fixture
def wayland(tmp_path: Path) -> Iterator[Path]:
    """Open a socket like that of a Wayland compositor, and yield its folder."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        yield tmp_path


@pytest.fixture
def x_port() -> Iterator[int]:
    """Open a port like that of an X server, and yield the number of its display."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1] - 6000


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": ":65000"},
        {"DISPLAY": "localhost:59.0"},
        {"DISPLAY": "no.such.host.example:0"},
        {"DISPLAY": "nonsense"},
        {"DISPLAY": ":"},
        {"DISPLAY": ":99999999"},
        {"DISPLAY": "127.0.0.1:99999999"},
        {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nowhere"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "offscreen:size=10x10"},
        {"QT_QPA_PLATFORM": "minimal"},
        {"QT_QPA_PLATFORM": "xcb"},
        {"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":65000"},
    ],
)
def test_nobody_looks(environ: dict[str, str]) -> None:
    assert not somebody_looks(environ)


@pytest.mark.parametrize("platform", ["vnc", "vnc:size=1280x800", "linuxfb", "eglfs"])
def test_whoever_names_another_platform_means_it(platform: str) -> None:
    assert somebody_looks({"QT_QPA_PLATFORM": platform})


@pytest.mark.parametrize("platform", ["", "wayland", "wayland;xcb"])
def test_a_compositor_that_answers_is_seen(wayland: Path, platform: str) -> None:
    named = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(wayland), "QT_QPA_PLATFORM": platform}
    assert somebody_looks(named)
    assert somebody_looks({"WAYLAND_DISPLAY": str(wayland / "wayland-7")})


@pytest.mark.parametrize("spelling", ["localhost:{}", "127.0.0.1:{}.0"])
def test_an_x_server_over_the_network_is_seen(x_port: int, spelling: str) -> None:
    assert somebody_looks({"DISPLAY": spelling.format(x_port)})


def test_offscreen_wins_over_a_display(x_port: int) -> None:
    assert not somebody_looks({"DISPLAY": f"localhost:{x_port}", "QT_QPA_PLATFORM": "offscreen"})
