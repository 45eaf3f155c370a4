"""A text that must never be seen by accident."""

from typing import Never, final


@final
class Secret:
    """A password, token, PIN or fob code: it never prints, pickles or turns into text by accident."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret itself, for the one call that needs the text."""
        return self._text

    def tail(self) -> str:
        """Return the last two characters, so that staff can tell two fobs apart; empty if the secret is short."""
        return self._text[-2:] if len(self._text) >= 6 else ""

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> Never:
        raise TypeError("a Secret is not text; call reveal() where it is used")

    def __format__(self, spec: str) -> Never:
        raise TypeError("a Secret is not text; call reveal() where it is used")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> Never:
        raise TypeError("a Secret is not pickled")
