"""The kinds of values a policy is made of, each with a sentence for what is wrong with one."""

import re
from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator, ValidationInfo

from bot.playbook.public_holidays import is_known

Json = dict[str, Any]


class Table(BaseModel):
    """A table of the policy: no unknown keys, no changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _matching(pattern: str, wanted: str) -> AfterValidator:
    whole = re.compile(pattern)

    def check(value: str) -> str:
        if not whole.fullmatch(value):
            raise ValueError(f"{value!r} is not {wanted}")
        return value

    return AfterValidator(check)


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (OSError, ValueError, KeyError) as fault:
        raise ValueError(
            f'{value!r} is not a time zone; write an IANA name such as "Europe/London"'
        ) from fault


def _among(names: str) -> Callable[[str, ValidationInfo], str]:
    def check(value: str, info: ValidationInfo) -> str:
        known: Collection[str] = (info.context or {}).get(names, ())
        if value not in known:
            there = ", ".join(sorted(known)) or "none"
            raise ValueError(f"there is no {value!r} under [{names}]; there is: {there}")
        return value

    return check


def _rule(value: object) -> str | tuple[str, ...]:
    if value == "everyone" or value == "members":  # noqa: PLR1714 - it may be anything, a list as well
        return str(value)
    if not isinstance(value, list) or not all(
        isinstance(each, str) and re.fullmatch(MEMBER, each) for each in value
    ):
        raise ValueError(
            'write "everyone", "members" (no guests) or a list of user groups ("@name") and user ids'
        )
    return tuple(value)


def _need(value: object) -> Literal["all", "any"] | int:
    if value == "all" or value == "any":  # noqa: PLR1714 - a literal keeps its type this way
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError(f'{value!r} is not "all", "any" or how many of them have to approve')


def _holidays(value: str) -> str:
    if not is_known(value):
        raise ValueError(f'no public holidays are known for {value!r}; write another country or part, or ""')
    return value


def _hours(value: object) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})", str(value))
    if found:
        hour, minute, last_hour, last_minute = map(int, found.groups())
        start, end = 60 * hour + minute, 60 * last_hour + last_minute
        if minute < 60 and last_minute < 60 and start < end <= 24 * 60:  # noqa: PLR2004 - a day's hours
            return start, end
    raise ValueError(f'{value!r} are not working hours; write "09:00-18:00", within one day')


USER = "[UW][A-Z0-9]{2,20}"
HANDLE = "@[a-z0-9][a-z0-9._-]{0,79}"
MEMBER = f"{USER}|S[A-Z0-9]{{2,20}}|{HANDLE}"

Name = Annotated[str, _matching(r"\S(.{0,73}\S)?", "a name of 1 to 75 characters on one line")]
Text = Annotated[str, _matching(r"\S[^\n]{0,998}", "a line of 1 to 999 characters")]
Slug = Annotated[str, _matching("[a-z0-9][a-z0-9_-]{0,39}", "a short key of a-z, 0-9, - and _")]
Prefix = Annotated[str, _matching("[A-Z][A-Z0-9]{0,9}", "a prefix of up to ten letters A-Z and digits")]
ChannelPrefix = Annotated[
    str, _matching("[a-z0-9]([a-z0-9_-]{0,18}[a-z0-9])?", "a prefix of up to 20 of a-z, 0-9, - and _")
]
Zone = Annotated[str, AfterValidator(_zone)]
Holidays = Annotated[
    str,
    _matching("|[A-Z]{2}(-[A-Z0-9]{1,3})?", 'a country such as "GB" or "GB-ENG", or "" for none'),
    AfterValidator(_holidays),
]
User = Annotated[str, _matching(f"|{USER}", 'a user id such as "U012AB3CD", or "" for nobody')]
Handle = Annotated[str, _matching(f"|{HANDLE}", 'a user group such as "@web-responders", or "" for none')]
Member = Annotated[str, _matching(MEMBER, 'a user group such as "@security-escalations" or a user id')]
Channel = Annotated[
    str, _matching(r"|#[a-z0-9_-]{1,80}|[CG][A-Z0-9]{2,20}", 'a channel such as "#eng-escalations" or its id')
]
Emoji = Annotated[str, _matching(r"[a-z0-9_+'-]{1,100}", "the name of an emoji, without colons")]
CalendarName = Annotated[str, AfterValidator(_among("calendars"))]
Clock24 = Annotated[str, _matching("([01][0-9]|2[0-3]):[0-5][0-9]", 'a time of day such as "09:00"')]
Rule = Annotated[str | tuple[str, ...], PlainValidator(_rule)]
Need = Annotated[Literal["all", "any"] | int, PlainValidator(_need)]
Hours = Annotated[tuple[int, int], PlainValidator(_hours)]
"""Minutes after midnight at which work starts and ends."""
