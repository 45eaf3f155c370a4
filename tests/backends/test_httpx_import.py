"""Tests of what is loaded with the HTTP library, because every large package needs memory as long as the kiosk runs."""

import importlib.util
import subprocess
import sys

import pytest

COMMAND_LINE_PACKAGES = ("click", "rich", "pygments")


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_command_line_of_httpx_is_not_loaded() -> None:
    if any(importlib.util.find_spec(name) is None for name in COMMAND_LINE_PACKAGES):
        pytest.skip("the packages of httpx's command line are not installed, so httpx cannot load them")
    loaded = "print(sorted({'httpx._main', 'click', 'rich', 'pygments'} & set(sys.modules)))"
    assert _printed(f"import sys, kiosk.backends.http; {loaded}") == "[]\n"
    assert _printed(f"import sys, httpx; {loaded}") != "[]\n", (
        "httpx itself no longer loads it: httpx_import is useless"
    )


def test_another_program_in_this_process_can_still_load_it() -> None:
    """In the demo, the simulators run in the kiosk's process. They can load the part that the kiosk leaves out."""
    loaded = "print(callable(httpx._main.main))"
    asked = f"import kiosk.backends.http, httpx, importlib; importlib.import_module('httpx._main'); {loaded}"
    if all(importlib.util.find_spec(name) is not None for name in COMMAND_LINE_PACKAGES):
        assert _printed(asked) == "True\n"


def test_html_is_cleaned_without_a_package_if_there_is_no_html() -> None:
    asked = "import sys; from kiosk.backends.clean import rich; print(rich({!r}), 'nh3' in sys.modules)"
    assert _printed(asked.format(" Open to all ")) == "Open to all False\n"
    assert _printed(asked.format("<b>Open</b> <a>to all</a>")) == "<b>Open</b> to all True\n"
