"""Tests of the option `--config`. It may stand before or after the subcommand, for example `list`."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from kiosk.commands import fobs, inbox

FILE = "/etc/somewhere.toml"


@pytest.mark.parametrize(
    ("command", "act"),
    [(fobs, ["list"]), (fobs, ["revoke", "--all"]), (inbox, ["list"]), (inbox, ["show", "1"]), (inbox, [])],
)
def test_the_settings_file_may_be_named_before_or_behind_the_act(command: object, act: list[str]) -> None:
    parser = ArgumentParser()
    command.add_arguments(parser)  # type: ignore[attr-defined]

    assert parser.parse_args(["--config", FILE, *act]).config == Path(FILE)
    assert parser.parse_args([*act, "--config", FILE]).config == Path(FILE)
    assert parser.parse_args(act).config is None
