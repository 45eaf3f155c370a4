"""The days and the moments in answers, which are texts in ISO 8601."""

from datetime import UTC, date, datetime


def instant(text: str | None) -> datetime | None:
    """Return the instant of an ISO 8601 text, or None for any other text. A text without an offset is read as UTC."""
    try:
        at = datetime.fromisoformat((text or "").strip())
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def plain_day(text: str | None) -> date | None:
    """Return the day if the text is a day and nothing else, otherwise None."""
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None
