"""Functions that read days and moments in answers. A server sends days and moments as texts in ISO 8601."""

from datetime import UTC, date, datetime


def instant(text: str | None) -> datetime | None:
    """Return the instant of an ISO 8601 text, or None for any other text. A text without an offset is read as UTC."""
    try:
        at = datetime.fromisoformat((text or "").strip())
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def plain_day(text: str | None) -> date | None:
    """Return the day if the text is only a day, for example "2026-09-16". Return None for any other text."""
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None
