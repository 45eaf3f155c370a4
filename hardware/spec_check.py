"""The check of a reader's settings.

If the settings have an example, the check also tests if the transform gives the code in the example.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from hardware.framing import FRAMINGS
from hardware.key_decoder import function_key_text
from hardware.key_names import FUNCTION_KEYS, KEY_CODES
from hardware.layouts import LAYOUTS
from hardware.scan import ReadRefusal
from hardware.scan_or_misread import CHARSETS, code_of
from hardware.spec import MAX_SCAN_CHARS, DeviceMatch, Driver, ScannerSpec, SpecProblem
from hardware.steps import CONTROL_NAMES
from hardware.transform import TransformError, nearest, parse_steps

_BITS, _STOP_BITS = (5, 6, 7, 8), (1, 1.5, 2)


def problems(spec: ScannerSpec) -> list[SpecProblem]:
    """Return all problems of the settings of a reader, or an empty list if the reader can be used."""
    return [*_device(spec), *_numbers(spec), *_function_keys(spec), *_keys(spec), *_transform(spec)]


def _one_of(key: str, value: str, known: Iterable[str]) -> Iterator[SpecProblem]:
    names = list(known)
    if value not in names:
        yield SpecProblem(key, f"there is no {key} {value!r}: {nearest(value, names)}")


def _device(spec: ScannerSpec) -> Iterator[SpecProblem]:
    match spec.driver:
        case Driver.EVDEV:
            yield from _match(spec.match)
            yield from _one_of("layout", spec.layout, LAYOUTS)
        case Driver.SERIAL:
            if not spec.port:
                yield SpecProblem("port", "a serial reader needs its port, such as /dev/ttyACM0 or socket://host:port")
            yield from _one_of("framing", spec.framing, FRAMINGS)
            yield from _one_of("charset", spec.charset, CHARSETS)
            yield from _line(spec)
        case Driver.REPLAY:
            if not spec.file:
                yield SpecProblem("file", "a replay needs the recording to play")
        case _ as unreachable:
            assert_never(unreachable)


def _line(spec: ScannerSpec) -> Iterator[SpecProblem]:
    if spec.bits not in _BITS:
        yield SpecProblem("bits", f"{spec.bits} is not one of {', '.join(map(str, _BITS))}")
    if spec.stop_bits not in _STOP_BITS:
        yield SpecProblem(
            "stop_bits", f"{spec.stop_bits:g} is not one of {', '.join(f'{bits:g}' for bits in _STOP_BITS)}"
        )


def _match(match: DeviceMatch) -> Iterator[SpecProblem]:
    if match == DeviceMatch():
        yield SpecProblem("match", "say which device it is: at least one of vendor, product, name, phys, uniq, path")
    for key, number in (("vendor", match.vendor), ("product", match.product)):
        if number is not None and not 0 <= number <= 0xFFFF:
            yield SpecProblem(f"match.{key}", f"{number} is not between 0x0000 and 0xffff")


def _numbers(spec: ScannerSpec) -> Iterator[SpecProblem]:
    limits = (
        ("gap_ms", spec.gap_ms, 10, 10_000),
        ("line_gap_ms", spec.line_gap_ms, 10, 1000),
        ("baud", spec.baud, 300, 4_000_000),
        ("min_len", spec.min_len, 1, MAX_SCAN_CHARS),
        ("max_len", spec.max_len, 1, MAX_SCAN_CHARS),
        ("repeat.ms", spec.repeats.ms, 0, 60_000),
    )
    for key, number, least, most in limits:
        if not least <= number <= most:
            yield SpecProblem(key, f"{number} is not between {least} and {most}")
    if spec.min_len > spec.max_len:
        yield SpecProblem("min_len", f"{spec.min_len} is more than max_len, {spec.max_len}: no scan could pass")


def _function_keys(spec: ScannerSpec) -> Iterator[SpecProblem]:
    for key, text in spec.fkeys.items():
        if key not in FUNCTION_KEYS:
            yield SpecProblem(f"fkeys.{key}", f"{key!r} is not a function key: F1 to F24")
        try:
            function_key_text(text)
        except KeyError:
            yield SpecProblem(
                f"fkeys.{key}", f"{text!r} is neither one character nor one of {', '.join(CONTROL_NAMES)}"
            )


def _keys(spec: ScannerSpec) -> Iterator[SpecProblem]:
    for key in spec.keys:
        if key not in KEY_CODES:
            yield SpecProblem(f"keys.{key}", f"there is no key {key!r}: {nearest(key, KEY_CODES)}")
        elif key in spec.fkeys:
            yield SpecProblem(f"keys.{key}", f"fkeys says already what {key} means")


def _transform(spec: ScannerSpec) -> Iterator[SpecProblem]:
    broken = False
    for place, step in enumerate(spec.transform):
        try:
            parse_steps([step])
        except TransformError as problem:
            broken = True
            yield SpecProblem(f"transform[{place}]", str(problem))
    if not broken:
        yield from _example(spec)


def _example(spec: ScannerSpec) -> Iterator[SpecProblem]:
    if spec.example is None:
        return
    got = code_of(spec, parse_steps(spec.transform), spec.example.given)
    if isinstance(got, ReadRefusal):
        yield SpecProblem(
            "example", f"{spec.example.given!r} is refused ({got.reason}), but should give {spec.example.out!r}"
        )
    elif got.code != spec.example.out:
        yield SpecProblem("example", f"{spec.example.given!r} gives {got.code!r}, but should give {spec.example.out!r}")
