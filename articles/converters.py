"""Dates in addresses: a day that is in no calendar is an address of nothing."""

from datetime import date


class Year:
    """Four digits of a year."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """The year; ValueError, and so no match, where there is none."""
        return date(int(value), 1, 1).year

    def to_url(self, value: int) -> str:
        """With its zeros."""
        return f"{value:04d}"


class Month:
    """Year and month, as their first day."""

    regex = "[0-9]{4}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The month's first day."""
        year, month = value.split("/")
        return date(int(year), int(month), 1)

    def to_url(self, value: date) -> str:
        """yyyy/mm"""
        return f"{value.year:04d}/{value.month:02d}"


class Day:
    """A day."""

    regex = "[0-9]{4}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day; 2025/02/31 is none."""
        year, month, day = value.split("/")
        return date(int(year), int(month), int(day))

    def to_url(self, value: date) -> str:
        """yyyy/mm/dd"""
        return f"{value.year:04d}/{value.month:02d}/{value.day:02d}"
