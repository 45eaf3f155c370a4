"""The library's own list of the titles that the provider lends. The provider sends no names of titles."""

import tomllib
from collections.abc import Iterable
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

_Text = Annotated[str, Meta(min_length=1, max_length=500)]


class LabelledTitle(Struct, frozen=True, forbid_unknown_fields=True):
    """A title of the catalogue. `code` is the text of its label, and `record` is the provider's id of the title."""

    code: _Text
    record: _Text
    format: str = ""
    """The provider's id of the format. If it is empty, the label means all formats of the title."""
    title: str = ""
    author: str = ""
    cover: str = ""
    """The web address of a picture of the title."""

    @property
    def name(self) -> str:
        """Return the title, and the author if the catalogue names one."""
        return f"{self.title} ({self.author})" if self.title and self.author else self.title


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    title: list[LabelledTitle] = []


def titles_in(text: str) -> tuple[LabelledTitle, ...]:
    """Return the titles in the text of a catalogue file, which is TOML. Raises ValueError with words for staff."""
    try:
        found = msgspec.convert(tomllib.loads(text), _File).title
    except msgspec.ValidationError as wrong:
        raise ValueError(str(wrong).replace("$.", "")) from None
    except tomllib.TOMLDecodeError as wrong:
        raise ValueError(f"it is not TOML: {wrong}") from None
    codes = [each.code for each in found]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise ValueError(f"two titles have the code {twice}")
    return tuple(found)


class AskedTitle(NamedTuple):
    """The title that a label means. `format` is empty if the label does not name a format."""

    record: str
    format: str = ""


class TitleBook:
    """The titles of the catalogue, by their labels and by their records."""

    def __init__(self, titles: Iterable[LabelledTitle]) -> None:
        self._titles = tuple(titles)
        self._by_code = {each.code: each for each in self._titles}
        self._by_record = {each.record: each for each in reversed(self._titles)}
        self._by_both = {(each.record, each.format): each for each in reversed(self._titles)}
        self.covers = frozenset(each.cover for each in self._titles if each.cover)

    @property
    def first_record(self) -> str:
        """Return the record of the first title, or "" if the catalogue is empty."""
        return self._titles[0].record if self._titles else ""

    def asked(self, label: str) -> AskedTitle | None:
        """Return the record and the format of the title with this label, or None if the catalogue has no such label."""
        found = self._by_code.get(label)
        return AskedTitle(found.record, found.format) if found is not None else None

    def facts(self, asked: AskedTitle) -> LabelledTitle | None:
        """Return the title with this record and format, or else the first title with this record.

        Return None if the catalogue has no title with this record.
        """
        return self._by_both.get((asked.record, asked.format)) or self._by_record.get(asked.record)
