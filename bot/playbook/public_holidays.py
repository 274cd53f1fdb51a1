"""Public holidays by country or part of one, from the `holidays` package."""

import sys
import warnings
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

from bot.playbook.refusal import Refusal


@cache
def holidays_in(region: str, year: int) -> frozenset[date]:
    """The public holidays of a year in "GB-ENG" or "US"; none in "".

    Raises Refusal for a region that the package does not know.
    """
    if not region:
        return frozenset()
    import holidays  # noqa: PLC0415 (most commands do not need it)

    _by_country(holidays.__path__)
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


def _by_country(path: Sequence[str]) -> None:
    """Let the package find each country's module by itself, without 250 others that come with the first.

    It loads a country when it is asked for, but that runs `holidays.countries`, which imports them all: 12 MB
    and a tenth of a second in which nobody is answered. So that package is there without having been run.
    """
    name = "holidays.countries"
    if name not in sys.modules and (spec := PathFinder.find_spec(name, path)):
        sys.modules[name] = module_from_spec(spec)


def is_known(region: str) -> bool:
    """True for a region whose public holidays are known, and for ""."""
    try:
        holidays_in(region, 2026)
    except Refusal:
        return False
    return True
