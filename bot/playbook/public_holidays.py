"""Public holidays by country or part of one, from the `holidays` package."""

import warnings
from datetime import date
from functools import cache

from bot.playbook.refusal import Refusal


@cache
def holidays_in(region: str, year: int) -> frozenset[date]:
    """The public holidays of a year in "GB-ENG" or "US"; none in "".

    Raises Refusal for a region that the package does not know.
    """
    if not region:
        return frozenset()
    import holidays  # noqa: PLC0415 (a tenth of a second that most commands do not need)

    country, _, part = region.partition("-")
    try:
        with warnings.catch_warnings(action="ignore"):  # years without published lunar dates
            return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError as fault:
        raise Refusal(
            f'No public holidays are known for "{region}". Write a country such as "US", '
            'a part of one such as "GB-ENG", or nothing.',
            field="holidays",
        ) from fault


def is_known(region: str) -> bool:
    """True for a region whose public holidays are known, and for ""."""
    try:
        holidays_in(region, 2026)
    except Refusal:
        return False
    return True
