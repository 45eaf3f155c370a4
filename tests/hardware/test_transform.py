"""Tests of the steps of a transform: test vectors T1 to T15, the forms in which a fob's number is written, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scan import ReadRefusal
from hardware.transform import KINDS, Transformed, TransformError, parse_steps
from tests.hardware.decode import reason


def run(given_text: str, *steps: str) -> str:
    out = parse_steps(steps).apply(given_text)
    return reason(out.reason) if isinstance(out, ReadRefusal) else out.code


W26_SWAPPED = "11110110101101100001001110"
VECTORS: list[tuple[str, str, list[str], str]] = [
    ("T1", "0008075634", ["dec_to_hex(8)"], "007B3972"),
    ("T2", "123,14706", ["join35"], "7B3972"),
    ("T2 glued", "12314706", ["join35"], "7B3972"),
    ("T2 no such facility", "300,00001", ["join35"], "∅(range)"),
    ("T3", "08075634", ["dec_to_hex(6)"], "7B3972"),
    ("T4", "6F007B3972", ["mask(32)", "hex_to_dec(10)"], "0008075634"),
    ("T5", "007B3972", ["reverse_bytes"], "72397B00"),
    ("T5 twice", "007B3972", ["reverse_bytes", "reverse_bytes"], "007B3972"),
    ("T6", "6F007B3972", ["reverse_bits"], "F600DE9C4E"),
    ("T6 in decimal", "6F007B3972", ["reverse_bits", "hex_to_dec(15)"], "001056576543822"),
    ("T7 the data", W26_SWAPPED, ["w26_to_hex(unchecked)", "invert(24)"], "1293D8"),
    ("T7 in decimal", W26_SWAPPED, ["w26_to_hex(unchecked)", "invert(24)", "hex_to_dec(7)"], "1217496"),
    ("T7 parity fails as received", W26_SWAPPED, ["w26_to_hex"], "∅(checksum)"),
    ("T7 parity holds with the wires swapped back", W26_SWAPPED, ["w26_to_hex(inverted)"], "1293D8"),
    ("T8", "2007961CCA", ["shift_right(1)", "mask(24)"], "CB0E65"),
    ("T8 as printed", "2007961CCA", ["shift_right(1)", "mask(24)", "split35"], "203,03685"),
    ("T9", "0973083258", ["dec_to_hex(8)"], "3A00127A"),
    ("T9 reversed", "0973083258", ["dec_to_hex(8)", "reverse_bytes"], "7A12003A"),
    ("T10", "D671C5F0", ["reverse_bytes", "hex_to_dec(10)"], "4039471574"),
    ("T11", "04A1B2C3D4E580", ["length(8)"], "∅(length)"),
    ("T12", "08A1B2C3", ["refuse_random_uid"], "∅(random_uid)"),
    ("T12 another UID", "D671C5F0", ["refuse_random_uid"], "D671C5F0"),
    ("T13", "4294967296", ["dec_to_hex(8)"], "∅(range)"),
    ("T14 lower case", "7b3972", ["upper", "replace(:,)", "strip"], "7B3972"),
    ("T14 colons", "7B:39:72", ["upper", "replace(:,)", "strip"], "7B3972"),
    ("T14 blanks", " 7B3972 ", ["upper", "replace(:,)", "strip"], "7B3972"),
    ("T15", "4006381333931", ["check_ean13"], "4006381333931"),
    ("T15 wrong digit", "4006381333932", ["check_ean13"], "∅(check_digit)"),
]

FOB = "6F007B3972"  # the number 0008075634 123,14706 is printed on this fob
RENDERINGS: list[tuple[str, str, list[str], str]] = [
    ("8H", FOB, ["mask(32)"], "007B3972"),
    ("6H", FOB, ["mask(24)"], "7B3972"),
    ("6H8D", FOB, ["mask(24)", "hex_to_dec(8)"], "08075634"),
    ("3+5", FOB, ["mask(24)", "split35"], "123,14706"),
    ("5.5", FOB, ["mask(32)", "split55"], "00123.14706"),
    ("5.5 back", "00123.14706", ["join55"], "007B3972"),
    ("14 digits", FOB, ["hex_to_dec(14)"], "00476749445490"),
    ("14 digits back", "00476749445490", ["dec_to_hex(10)"], FOB),
    ("bytes reversed", FOB, ["mask(32)", "reverse_bytes", "hex_to_dec(10)"], "1916369664"),
    ("nibbles swapped", FOB, ["swap_nibbles"], "F600B79327"),
    ("wires swapped", FOB, ["mask(24)", "invert(24)"], "84C68D"),
    ("Wiegand 26", "7B3972", ["hex_to_w26"], "00111101100111001011100101"),
    ("Wiegand 26 back", "00111101100111001011100101", ["w26_to_hex"], "7B3972"),
    ("Wiegand 26 as a number", "0F672E5", ["w26_to_hex"], "7B3972"),
]

STEPS: list[tuple[str, str, list[str], str]] = [
    ("aim prefix", "]C10112345", ["strip_aim"], "0112345"),
    ("no aim prefix", "0112345", ["strip_aim"], "0112345"),
    ("prefix off", "FOB-12", ["strip_prefix(FOB-)"], "12"),
    ("suffix off", "12-X", ["strip_suffix(-X)"], "12"),
    ("prefix on", "12", ["prefix(FOB-)"], "FOB-12"),
    ("lower", "AB", ["lower"], "ab"),
    ("zeros on", "12", ["zfill(4)"], "0012"),
    ("zeros off", "0012", ["lstrip0"], "12"),
    ("zeros off, all of them", "000", ["lstrip0"], "0"),
    ("take from the start", "12345", ["take(2)"], "12"),
    ("take from the end", "12345", ["take(2,end)"], "45"),
    ("take more than there is", "1", ["take(2)"], "∅(length)"),
    ("length between", "123", ["length(2,4)"], "123"),
    ("match, all of it", "AB12", [r"match([A-Z]{1,2}\d+)"], "AB12"),
    ("match, its group", "AB12", [r"match([A-Z]{1,2}(\d+))"], "12"),
    ("match, that group", "AB12", [r"match(([A-Z]{1,2})(\d+),2)"], "12"),
    ("match, a group that took no part", "A", [r"match((A)|(B),2)"], ""),
    ("match not", "12", [r"match([A-Z]+)"], "∅(format)"),
    ("only these", "AB-1", ["only(0-9A-Z-)"], "AB-1"),
    ("not only these", "AB_1", ["only(0-9A-Z-)"], "∅(charset)"),
    ("a comma in quotes", "1,2", ['replace(",",.)'], "1.2"),
    ("quotes in quotes", '"A-1"', ["""sentinel('"', '"')"""], "A-1"),
    ("zeros go", "0000007B", ["hex_width(4)"], "007B"),
    ("zeros come", "7B", ["hex_width(4)"], "007B"),
    ("a comma in single quotes", "1,2", ["replace(',','; ')"], "1; 2"),
    ("controls off", "01\x1d21\x08", ["drop_control"], "0121"),
    ("controls off, but GS", "01\x1d21\x08", ["drop_control(keep=GS)"], "01\x1d21"),
    ("sentinels overlap", ";", ["sentinel(;,;)"], "∅(sentinel)"),
    ("exclusive or holds", "6F007B39725F", ["check_xor"], FOB),
    ("exclusive or fails", "6F007B39725E", ["check_xor"], "∅(checksum)"),
    ("exclusive or of nothing", "5F", ["check_xor"], "∅(length)"),
    ("Luhn", "79927398713", ["check_luhn"], "79927398713"),
    ("Luhn fails", "79927398710", ["check_luhn"], "∅(check_digit)"),
    ("Luhn of letters", "7992a", ["check_luhn"], "∅(format)"),
    ("EAN of twelve", "400638133393", ["check_ean13"], "∅(format)"),
    ("decimal of letters", "12AB", ["dec_to_hex(8)"], "∅(format)"),
    ("hex of letters", "XYZ", ["hex_to_dec(8)"], "∅(format)"),
    ("decimal too wide", "FFFF", ["hex_to_dec(4)"], "∅(range)"),
    ("half a byte", "ABC", ["reverse_bytes"], "∅(length)"),
    ("invert more bits than there are", "1FFFFFF", ["invert(24)"], "∅(range)"),
    ("invert 26 bits", "0000000", ["invert(26)"], "3FFFFFF"),
    ("split too wide", FOB, ["split35"], "∅(range)"),
    ("join what is not split", "12a,1", ["join35"], "∅(format)"),
    ("join a low part too big", "1,70000", ["join35"], "∅(range)"),
    ("Wiegand of a wider number", FOB, ["hex_to_w26"], "∅(range)"),
    ("Wiegand word too wide", FOB, ["w26_to_hex"], "∅(range)"),
]


@pytest.mark.parametrize(
    ("given_text", "steps", "out"),
    [v[1:] for v in VECTORS + RENDERINGS + STEPS],
    ids=[v[0] for v in VECTORS + RENDERINGS + STEPS],
)
def test_steps(given_text: str, steps: list[str], out: str) -> None:
    assert run(given_text, *steps) == out


def test_the_aim_prefix_is_kept_as_symbology() -> None:
    assert parse_steps(["strip_aim"]).apply("]C10112345") == Transformed("0112345", "C1")


def test_lossy_steps_are_named() -> None:
    assert parse_steps(["strip", "mask(32)", "hex_to_dec(10)", "take(8,end)"]).lossy == ("mask", "take")


def test_a_transformed_read_shows_no_code() -> None:
    assert FOB not in repr(Transformed(FOB))


WRONG = [
    ("dec_to_hax(8)", "there is no step 'dec_to_hax': did you mean dec_to_hex?"),
    ("frobnicate", "there is no step 'frobnicate': known are: check_ean13, "),
    ("strip(", "'strip(' is not a step: write a name, or a name(argument, argument)"),
    ("strip_aim(1)", "'strip_aim(1)': it takes 0 arguments, not 1"),
    ("strip(1)", "'strip(1)': it takes 0 arguments, not 1"),
    ("dec_to_hex", "'dec_to_hex': width is missing; it is written dec_to_hex(width)"),
    ("dec_to_hex()", "width is missing"),
    ("dec_to_hex(eight)", "width must be a whole number up to 256, not 'eight'"),
    ("dec_to_hex(300)", "width must be a whole number up to 256, not '300'"),
    ("mask(0)", "bits must be at least 1"),
    ("replace(a,b,c)", "it takes 2 arguments, not 3; it is written replace(old, new)"),
    ("replace(,b)", "the text to replace is empty"),
    ('replace("a"b,c)', "the arguments cannot be read"),
    ("match([)", "'[' is not a regular expression"),
    ("match(", "is not a step"),
    ("match()", "regex is missing"),
    ("match(a,2)", "the regular expression has no group 2"),
    ("take(2,middle)", "'middle' is neither start nor end; it is written take(count, [start|end])"),
    ("drop_control(keep=BEL)", "'BEL' is not one of EOT, FS, GS, RS, US, TAB"),
    ("w26_to_hex(maybe)", "'maybe' is not one of checked, unchecked, inverted"),
]


@pytest.mark.parametrize(("step", "message"), WRONG, ids=[w[0] for w in WRONG])
def test_a_wrong_step_says_what_is_wrong_with_it(step: str, message: str) -> None:
    with pytest.raises(TransformError) as problem:
        parse_steps(["strip", step])
    assert message in str(problem.value)
    assert problem.value.position == 1


HEX = st.integers(0, 2**40 - 1).map(lambda value: f"{value:010X}")
UNDONE = [
    ["reverse_bytes", "reverse_bytes"],
    ["reverse_bits", "reverse_bits"],
    ["swap_nibbles", "swap_nibbles"],
    ["invert(40)", "invert(40)"],
    ["hex_to_dec(13)", "dec_to_hex(10)"],
]


@given(HEX, st.sampled_from(UNDONE))
def test_what_can_be_undone_is_undone(code: str, steps: list[str]) -> None:
    assert run(code, *steps) == code


HEX6 = st.integers(0, 2**24 - 1).map(lambda value: f"{value:06X}")


@given(HEX6, st.sampled_from(["split35/join35", "hex_to_w26/w26_to_hex"]))
def test_24_bits_survive_every_rendering(code: str, steps: str) -> None:
    assert run(code, *steps.split("/")) == code


@given(st.integers(0, 2**32 - 1).map(lambda value: f"{value:08X}"))
def test_32_bits_survive_every_rendering(code: str) -> None:
    assert run(code, "split55", "join55") == code


ARGUMENTS = {"replace": "(a,b)", "sentinel": "(a,b)", "match": "(.*)", "only": "(a-z)", "prefix": "(a)"}


def step_with_arguments(name: str) -> str:
    for arguments in ("", "(8)", "(a)"):
        try:
            parse_steps([name + ARGUMENTS.get(name, arguments)])
        except TransformError:
            continue
        return name + ARGUMENTS.get(name, arguments)
    raise AssertionError(name)


@given(st.text(max_size=60), st.lists(st.sampled_from(sorted(KINDS)).map(step_with_arguments), max_size=5))
def test_no_read_makes_a_step_raise(read: str, steps: list[str]) -> None:
    assert isinstance(parse_steps(steps).apply(read), Transformed | ReadRefusal)
