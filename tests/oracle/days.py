"""Calendar arithmetic of the contract: years, months and ages, with 29 February on 1 March."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)

PENSION_MONTHS = 66 * 12 + 4


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the first of the next month where that day does not exist."""
    total = day.year * 12 + (day.month - 1) + months
    year, month = divmod(total, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(total + 1, 12)
        return date(year, month + 1, 1)


def add_years(day: date, years: int) -> date:
    """The same month and day; 29 February becomes 1 March in other years (contract 2)."""
    return add_months(day, 12 * years)


def first_day_within_a_year_before(day: date) -> date:
    """The earliest day of which one year later is on or after ``day``."""
    earliest = date(day.year - 1, day.month, 1)
    while add_years(earliest, 1) < day:
        earliest += ONE_DAY
    return earliest
