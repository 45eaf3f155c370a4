"""Tests of `learn`, which finds the steps that make the number printed on a fob from the text that a reader sends.

The search works for numbers of any length.
"""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from hardware.learn import Fob, Lesson, learn
from hardware.transform import Transformed, parse_steps


def word(bits: int, data: int) -> str:
    """Return `data` as a Wiegand word, which is the data between two parity bits."""
    width, half = bits - 2, (bits - 1) // 2
    text = f"{data:0{width}b}"
    return f"{text[:half].count('1') % 2}{text}{1 - text[-half:].count('1') % 2}"


CASES: list[tuple[str, str, str, str]] = [
    ("seven bytes with colons", "04:A3:C6:CA:E2:61:80", "04A3C6CAE26180", "04A3C6CAE26180"),
    ("colons read, none printed", "04A3C6CAE26180", "04:A3:C6:CA:E2:61:80", "04A3C6CAE26180"),
    ("blanks", "04 A3 C6 CA E2 61 80", "04a3c6cae26180", "04A3C6CAE26180"),
    ("ten bytes", "04A3C6CAE2618011FF22", "04-A3-C6-CA-E2-61-80-11-FF-22", "04A3C6CAE2618011FF22"),
    ("twelve bytes, reversed", "E28011606000020A1B2C3D4E", "4E3D2C1B0A02006060118 0E2".replace(" ", ""),
     "E28011606000020A1B2C3D4E"),
    ("two bytes", "A3C6", "C6A3", "A3C6"),
    ("identical text", "WERK-7/X", "WERK-7/X", "WERK-7/X"),
    ("identical text in other letters", "Werk 7", " werk 7", "WERK 7"),
    ("identical number", "0008075634", "0008075634", "0008075634"),
    ("eleven digits", "12345678901", "02DFDC1C35", "02DFDC1C35"),
    ("sixteen digits", str(0x04A813CAE26180), "04A813CAE26180", "04A813CAE26180"),
    ("sixteen digits read", "04A813CAE26180", str(0x04A813CAE26180), "04A813CAE26180"),
    ("eleven digits read", "02DFDC1C35", "12345678901", "02DFDC1C35"),
    ("facility and card with a dash", "123-14706", "7B3972", "7B3972"),
    ("facility and card with a slash", "123/14706", "6F007B3972", "7B3972"),
    ("printed by another count of bits", "1712142", "0015065073", "1A200E"),
    ("a prefix and a suffix", "0008075634", "UID=007B3972#", "007B3972"),
    ("a magnetic stripe's signs", "0008075634", ";0008075634?", "0008075634"),
    ("zeros around", "007B3972", "\x00007B3972\xff\x00".replace("\xff", "\x01"), "007B3972"),
    ("cut at the end", "04A3C6CA", "04A3C6CAE26180", "04A3C6CA"),
    ("cut at the start", "CAE26180", "04A3C6CAE26180", "CAE26180"),
    ("cut and reversed", "CAC6A304", "04A3C6CAE26180", "CAC6A304"),
    ("nibbles and bytes", "007B3972", "2793B700", "007B3972"),
    ("bits of all bytes", "007B3972", "4E9CDE00", "007B3972"),
    ("34 bits", "0008075634", word(34, 0x7B3972), "007B3972"),
    ("34 bits in hex", "0008075634", f"{int(word(34, 0x7B3972), 2):09X}", "007B3972"),
    ("37 bits", "12345678901", word(37, 12345678901), "02DFDC1C35"),
    ("37 bits, facility and card", "4711-123456", word(37, 4711 << 19 | 123456), f"{4711 << 19 | 123456:09X}"),
    ("26 bits", "123,14706", word(26, 0x7B3972), "7B3972"),
    ("a word with letters of hex numbers", "04A3C6CAE26180", "UID: 04A3C6CAE26180", "04A3C6CAE26180"),
    ("such a word without a blank", "A3C6CA12", "CARD:a3c6ca12", "A3C6CA12"),
    ("such a word without a sign", "04A3C6CAE26180", "UID04A3C6CAE26180", "04A3C6CAE26180"),
    ("a word with digits", "6F007B3972", "EM4100=6F007B3972", "6F007B3972"),
    ("a word and a blank", "A3C6CA12", "Tag A3C6CA12", "A3C6CA12"),
    ("words before a decimal number", "A3C6CA12", "Fob No. 2747714066", "A3C6CA12"),
    ("quotes", "A3C6CA12", '"A3C6CA12"', "A3C6CA12"),
    ("an object", "A3C6CA12", '{"uid":"A3C6CA12"}', "A3C6CA12"),
    ("0x before each byte", "A3C6CA12", "0xA3 0xC6 0xCA 0x12", "A3C6CA12"),
    ("a list of bytes", "A3C6CA12", "0xA3, 0xC6, 0xCA, 0x12", "A3C6CA12"),
    ("bytes in decimal", "04A3C6CAE26180", "4 163 198 202 226 97 128", "04A3C6CAE26180"),
    ("bytes in decimal with dots", "A3C6CA12", "163.198.202.018", "A3C6CA12"),
    ("zeros before eight bytes", "E004015093A1B2C3", "0000E004015093A1B2C3", "E004015093A1B2C3"),
    ("fifteen digits beyond six bytes", "037FF4576D9437", "985112345678903", "037FF4576D9437"),
    ("seventeen digits beyond seven bytes", "0101060123ABCDEF", "72345670977834479", "0101060123ABCDEF"),
    ("facility and card with a blank", "123 14706", "0008075634", "7B3972"),
    ("facility and card in words", "Site 123 Card 14706", "0008075634", "7B3972"),
    ("26 bits in hex", "123,14706", f"{int(word(26, 0x7B3972), 2):07X}", "7B3972"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("printed", "read", "code"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_way_is_found(printed: str, read: str, code: str) -> None:
    best = learn(printed, {"desk": read})[0]
    assert best.code == code
    assert after(best, "desk", read) == code


@pytest.mark.parametrize("read", ["04:A3:C6:CA:E2:61:80", "A3-C6-CA-12", "CA FE A3 C6", "FC:01:02:03", "1,A3C6CA12"])
def test_no_digits_of_a_number_are_taken_for_a_prefix(read: str) -> None:
    ways = [lesson.ways["desk"] for lesson in learn("", {"desk": read})]
    assert ways
    assert not [way for way in ways if "strip_prefix" in str(way.steps)]
    assert not [way for way in ways if any(one == two for one, two in pairwise(way.steps))]


def test_a_short_number_and_a_long_one_meet_without_a_loss() -> None:
    best = learn("0008075634", {"desk": "007B3972", "door": "123,14706"})[0]
    assert (best.code, best.ways["desk"].steps[2:]) == ("7B3972", ("hex_width(6)",))
    assert not any(way.lossy for way in best.ways.values())


def after(lesson: Lesson, reader: str, read: str) -> str:
    found = parse_steps(lesson.ways[reader].steps).apply(read)
    assert isinstance(found, Transformed)
    return found.code


SCRAMBLES = [
    lambda n: f"{n:010d}",
    lambda n: f"{n:08X}",
    lambda n: n.to_bytes(4, "big")[::-1].hex(),
    lambda n: f"{int.from_bytes(n.to_bytes(4, 'big')[::-1], 'big'):010d}",
    lambda n: bytes(int(f"{byte:08b}"[::-1], 2) for byte in n.to_bytes(4, "big")).hex(),
    lambda n: f"{n ^ 0xFFFFFFFF:010d}",
    lambda n: ":".join(f"{byte:02x}" for byte in n.to_bytes(4, "big")),
    lambda n: word(34, n),
    lambda n: f"6F{n:08X}",
]


@pytest.mark.slow
@pytest.mark.parametrize("number", [0x007B3972, 0xD671C5F0, 4711])
@pytest.mark.parametrize("scramble", SCRAMBLES)
def test_any_number_is_found_however_the_reader_writes_it(number: int, scramble: Callable[[int], str]) -> None:
    read, printed = scramble(number), f"{number:010d}"
    best = learn(printed, {"desk": read})[0]
    assert after(best, "desk", read) in {f"{number:08X}", f"{number:06X}", printed}


def test_more_fobs_leave_one_way() -> None:
    """One fob with the bytes A1B2B2A1 cannot show whether the bytes are reversed. A second fob can show this."""
    one = learn("A1B2B2A1", {"desk": "A1B2B2A1"})
    [best, *_] = learn("A1B2B2A1", {"desk": "A1B2B2A1"}, [Fob("007B3972", {"desk": "72397B00"})])
    assert one[0].ways["desk"].steps == ("strip", "upper")
    assert best.ways["desk"].steps == ("strip", "upper", "reverse_bytes")
    assert not learn("A1B2B2A1", {"desk": "A1B2B2A1"}, [Fob("007B3972", {"desk": "11111112"})])


def test_what_one_fob_cannot_tell_is_said() -> None:
    """A5A55A5A is 5A5AA5A5 with reversed bytes, and also with inverted bits.

    On other fobs, these two changes give different numbers.
    """
    doubtful = learn("5A5AA5A5", {"desk": "A5A55A5A"})[0].ways["desk"]
    assert doubtful.doubtful
    sure = learn("5A5AA5A5", {"desk": "A5A55A5A"}, [Fob("007B3972", {"desk": "72397B00"})])[0].ways["desk"]
    assert sure.steps == ("strip", "upper", "reverse_bytes")
    assert not sure.doubtful


@pytest.mark.slow
def test_several_readers_and_fobs_at_once() -> None:
    rng = random.Random(4711)
    numbers = [rng.randrange(1 << 24, 1 << 32) for _ in range(3)]
    fobs = [Fob(f"{n:010d}", {"usb": f"{n:010d}", "uart": f"6F{n:08X}", "door": word(34, n)}) for n in numbers]
    best = learn(fobs[0].printed, fobs[0].reads, fobs[1:])[0]
    for fob, number in zip(fobs, numbers, strict=True):
        assert {after(best, reader, read) for reader, read in fob.reads.items()} == {f"{number:08X}"}


@pytest.mark.parametrize("read", ["", " ", "ÄÖÜ", "x" * 256, "0" * 256, "9" * 40, "🔧", "1", "-", "'\"(,)"])
def test_no_read_is_too_odd_to_be_looked_at(read: str) -> None:
    learn("0008075634", {"desk": read})
    learn("", {"desk": read})
    learn(read, {"desk": read})


def test_a_fob_shows_no_code() -> None:
    assert "007B3972" not in repr(Fob("007B3972", {"desk": "007B3972"}))
