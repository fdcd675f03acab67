"""Dates in addresses: a day that is in no calendar is an address of nothing."""

from datetime import date

LAST = 9998  # the year after it must be in the calendar too


def _in_calendar(year: int, month: int = 1, day: int = 1) -> date:
    if year > LAST:
        raise ValueError("No paper is read then.")
    return date(year, month, day)


class Year:
    """Four digits of a year."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """The year; ValueError, and so no match, where there is none."""
        return _in_calendar(int(value)).year

    def to_url(self, value: int) -> str:
        """With its zeros."""
        return f"{value:04d}"


class Month:
    """Year and month, as their first day."""

    regex = "[0-9]{4}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The month's first day."""
        year, month = value.split("/")
        return _in_calendar(int(year), int(month))

    def to_url(self, value: date) -> str:
        """yyyy/mm"""
        return f"{value.year:04d}/{value.month:02d}"


class Day:
    """A day."""

    regex = "[0-9]{4}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day; 2025/02/31 is none."""
        year, month, day = value.split("/")
        return _in_calendar(int(year), int(month), int(day))

    def to_url(self, value: date) -> str:
        """yyyy/mm/dd"""
        return f"{value.year:04d}/{value.month:02d}/{value.day:02d}"
