"""Slack's date tokens, drawn for one reader's time zone."""

import re
from datetime import datetime, timedelta

TOKEN = re.compile(r"\{([a-z_]+)\}")
TEENS = range(11, 14)


def draw(pattern: str, moment: datetime, now: datetime) -> str:
    """Replace the tokens of `pattern`; both moments are in the reader's zone. Unknown tokens stay."""

    def token(found: re.Match[str]) -> str:
        return _token(found.group(1), moment, now) or found.group()

    return TOKEN.sub(token, pattern)


def _token(name: str, at: datetime, now: datetime) -> str:  # noqa: PLR0911 - one line a token
    if name.endswith("_pretty") and name != "day_divider_pretty":
        return _near(at, now) or _token(name.removesuffix("_pretty"), at, now)
    match name:
        case "date_num":
            return f"{at:%Y-%m-%d}"
        case "date_slash":
            return f"{at:%m/%d/%Y}"
        case "date":
            return f"{at:%B} {_ordinal(at.day)}, {at.year}"
        case "date_short":
            return f"{at:%b} {at.day}, {at.year}"
        case "date_long" | "date_long_full" | "day_divider_pretty":
            return f"{at:%A}, {at:%B} {_ordinal(at.day)}, {at.year}"
        case "time":
            return f"{at:%I:%M %p}".lstrip("0")
        case "time_secs":
            return f"{at:%I:%M:%S %p}".lstrip("0")
        case "ago":
            return _ago(at, now)
    return ""


def _near(at: datetime, now: datetime) -> str:
    days = (at.date() - now.date()).days
    return {0: "today", -1: "yesterday", 1: "tomorrow"}.get(days, "")


def _ordinal(day: int) -> str:
    ending = "th" if day in TEENS else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _ago(at: datetime, now: datetime) -> str:
    distance = abs(now - at)
    for unit, length in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
    ):
        count = distance // length
        if count:
            plural = unit if count == 1 else f"{unit}s"
            return f"in {count} {plural}" if at > now else f"{count} {plural} ago"
    return "just now"
