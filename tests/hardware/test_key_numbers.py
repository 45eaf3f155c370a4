"""Tests that our numbers of keys and events are equal to the numbers in python-evdev, which come from the kernel."""

from evdev import ecodes

from hardware import key_decoder
from hardware.input_devices import READER_KEYS
from hardware.key_decoder import KeyValue, Mod
from hardware.key_names import FUNCTION_KEYS, KEY_CODES
from hardware.layouts import US
from tests.hardware import keystrokes

NUMBER_OF = ecodes.ecodes
MODIFIERS = {
    Mod.LEFT_CTRL: "LEFTCTRL",
    Mod.LEFT_SHIFT: "LEFTSHIFT",
    Mod.RIGHT_SHIFT: "RIGHTSHIFT",
    Mod.LEFT_ALT: "LEFTALT",
    Mod.RIGHT_CTRL: "RIGHTCTRL",
    Mod.ALTGR: "RIGHTALT",
    Mod.LEFT_META: "LEFTMETA",
    Mod.RIGHT_META: "RIGHTMETA",
}
PRINTED = {
    "GRAVE": "`", "MINUS": "-", "EQUAL": "=", "LEFTBRACE": "[", "RIGHTBRACE": "]", "SEMICOLON": ";", "APOSTROPHE": "'",
    "BACKSLASH": "\\", "102ND": "\\", "COMMA": ",", "DOT": ".", "SLASH": "/", "SPACE": " ",
    **{character.upper(): character for character in "abcdefghijklmnopqrstuvwxyz0123456789"},
}  # fmt: skip


def key(name: str) -> int:
    return NUMBER_OF[f"KEY_{name}"]


def test_every_key_of_a_layout_is_where_it_is_printed() -> None:
    assert {key(name): character for name, character in PRINTED.items()} == {
        number: at.plain for number, at in US.keys.items()
    }


def test_modifiers() -> None:
    assert {modifier: key(name) for modifier, name in MODIFIERS.items()} == {modifier: modifier for modifier in Mod}
    assert (key("CAPSLOCK"), key("NUMLOCK")) == (key_decoder.CAPS_LOCK, key_decoder.NUM_LOCK)


def test_function_keys() -> None:
    assert {name: key(name) for name in FUNCTION_KEYS} == FUNCTION_KEYS


def test_a_reader_has_the_digits_and_enter() -> None:
    assert set(READER_KEYS) == {key(name) for name in (*"1234567890", "ENTER")}


def test_the_key_pad_and_the_ends() -> None:
    assert {number: key(f"KP{digit}") for digit, number in keystrokes.PAD.items()} == {
        number: number for number in keystrokes.PAD.values()
    }
    ends = {keystrokes.ENTER: "ENTER", keystrokes.PAD_ENTER: "KPENTER", keystrokes.TAB: "TAB"}
    assert {number: key(name) for number, name in ends.items()} == {number: number for number in ends}


def test_kinds_of_events() -> None:
    ours = (key_decoder.EV_SYN, key_decoder.EV_KEY, key_decoder.SYN_REPORT, key_decoder.SYN_DROPPED)
    assert ours == (ecodes.EV_SYN, ecodes.EV_KEY, ecodes.SYN_REPORT, ecodes.SYN_DROPPED)
    assert [value.value for value in KeyValue] == [0, 1, 2]


OTHER_NAMES = {"PRINT": "SYSRQ", "MENU": "COMPOSE"}


def test_the_keys_that_settings_name_are_the_kernel_s() -> None:
    kernels = {name: NUMBER_OF[f"KEY_{OTHER_NAMES.get(name, name)}"] for name in KEY_CODES}
    assert kernels == dict(KEY_CODES)
