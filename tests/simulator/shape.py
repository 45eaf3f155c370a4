"""A comparison of two JSON values by their fields and types. The values themselves can differ."""

from collections.abc import Iterator
from re import compile as compile_pattern
from typing import Any

_INSTANT = compile_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z")


def differences(
    sample: Any,
    found: Any,
    *,
    more: bool = False,
    new: frozenset[str] = frozenset(),
    absent: frozenset[str] = frozenset(),
    named: frozenset[str] = frozenset(),
    place: str = "",
) -> Iterator[str]:
    """Yield a text for each difference between `sample` and `found` in their fields and in the types of their values.

    Compare each entry of a list with the first entry of the sample's list. If a text in the sample is an instant, the
    same text in `found` must be an instant, too.

    If `more` is True, `found` may have fields that the sample does not have. If it is False, only the fields in `new`
    are allowed. `absent` has the names of fields that can be missing or null. `named` has the names of fields with an
    object whose keys can have any name. Compare each value in such an object with the first value in the sample's
    object. `place` is the path of `found` in the whole answer.
    """
    rules: dict[str, Any] = {"more": more, "new": new, "absent": absent, "named": named}
    if _type(sample) != _type(found):
        yield f"{place}: {_type(found)} instead of {_type(sample)}"
    elif isinstance(sample, dict) and sample:
        yield from (f"{place}.{name} is missing" for name in sample if name not in found and name not in absent)
        yield from (f"{place}.{name} is new" for name in found if name not in sample and not more and name not in new)
        for name in sample:
            if name in found and not (name in absent and found[name] is None):
                there = f"{place}.{name}"
                if name in named and isinstance(found[name], dict):
                    (first, *_) = sample[name].values()
                    for key, value in found[name].items():
                        yield from differences(first, value, place=f"{there}.{key}", **rules)
                else:
                    yield from differences(sample[name], found[name], place=there, **rules)
    elif isinstance(sample, list) and sample:
        for number, each in enumerate(found):
            yield from differences(sample[0], each, place=f"{place}[{number}]", **rules)
    elif isinstance(sample, str) and _INSTANT.fullmatch(sample) and not _INSTANT.fullmatch(found):
        yield f"{place}: {found!r} is not an instant"


def _type(value: Any) -> str:
    """Return the name of the type of a value. Whole numbers and fractions have the same type, as in JSON."""
    return "number" if type(value) in (int, float) else type(value).__name__
