"""What is said about a policy that cannot be used."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.policy import Policy, PolicyError
from tests.playbook.reports import JSON


def faults(**changes: Any) -> list[str]:
    with pytest.raises(PolicyError) as wrong:
        Policy.of(changes)
    return list(wrong.value.faults)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sevrities": {}}, "sevrities: there is no such key; did you mean 'severities'?"),
        ({"keys": {"prefx": "X"}}, "keys.prefx: there is no such key; did you mean 'prefix'?"),
        (
            {"severities": {"high": {"clocks": {"claim": {"nugde": "1m"}}}}},
            "severities.high.clocks.claim.nugde: there is no such key; did you mean 'nudge'?",
        ),
        (
            {"products": {"web": {"name": "Web", "plattforms": []}}},
            "products.web.plattforms: there is no such key; did you mean 'platforms'?",
        ),
        ({"roles": {"scrib": "S"}}, "roles.scrib: there is no such key; did you mean 'scribe'?"),
        ({"zzz": 1}, "zzz: there is no such key"),
        ({"keys": "ACE"}, "keys: has to be a table"),
        ({"products": {}}, "products: has to"),
        ({"products": {"web": {}}}, "products.web.name: is missing"),
        ({"products": {"a": {"name": "A"}, "b": {"name": "A"}}}, "products: a and b are both called 'A'"),
        (
            {"products": {"web": {"name": "W", "platforms": "iOS"}}},
            "products.web.platforms: has to be a list",
        ),
        ({"products": {"web": {"name": "x" * 76}}}, "products.web.name:"),
        ({"products": {"web": {"name": "W", "em": "eli"}}}, "products.web.em: 'eli' is not a user id"),
        ({"products": {"web": {"name": "W", "responders": "web"}}}, "products.web.responders:"),
        (
            {"regions": {"x": {"name": "X", "zone": "Mars/Base"}}},
            "regions.x.zone: 'Mars/Base' is not a time zone",
        ),
        ({"regions": {"x": {"name": "X", "zone": "../etc"}}}, "regions.x.zone: '../etc' is not a time zone"),
        ({"organisation": {"zone": "London"}}, "organisation.zone: 'London' is not a time zone"),
        ({"organisation": {"holidays": "England"}}, "organisation.holidays:"),
        (
            {"organisation": {"calendar": "night"}},
            "organisation.calendar: there is no 'night' under [calendars]; there is: always, extended, o",
        ),
        ({"severities": {"medium": {"calendar": "x"}}}, "severities.medium.calendar: there is no 'x'"),
        ({"severities": {"low": {}}}, "severities.low: there is no such key"),
        (
            {"severities": {"critical": {"clocks": {"internal": {"target": "4h"}}}}},
            "severities.critical.clocks.internal.limit: 3h may be over before target (4h) is",
        ),
        (
            {"severities": {"high": {"clocks": {"claim": {"backup": "2h"}}}}},
            "severities.high.clocks.claim.limit: 60m may be over before backup (2h) is",
        ),
        (
            {"severities": {"high": {"clocks": {"promise": "soon"}}}},
            "severities.high.clocks.promise: 'soon' is not a duration",
        ),
        ({"clocks": {"triage_call_notice": ["3d"]}}, "clocks.triage_call_notice: 3d before the call"),
        ({"clocks": {"notices": "many"}}, "clocks.notices: has to be"),
        ({"items": {"before": "9w"}}, "items.before: a reminder 9w before an SLO of 8w"),
        ({"digest": {"at": "25:00"}}, "digest.at: '25:00' is not a time of day"),
        ({"calendars": {"office": {"hours": "18:00-09:00"}}}, "calendars.office.hours:"),
        ({"calendars": {"office": {"days": []}}}, "calendars.office.days:"),
        (
            {"calendars": {"office": {"days": ["mon", "tuesday"]}}},
            "calendars.office.days[1]: 'tuesday' is not one of",
        ),
        ({"channel": {"opens": "later"}}, "channel.opens: 'later' is not one of claim, filing"),
        ({"channel": {"opens_for": {"low": "claim"}}}, "channel.opens_for.low: there is no such key"),
        ({"emoji": {"confirm": ":memo:"}}, "emoji.confirm: ':memo:' is not the name of an emoji"),
        (
            {"emoji": {"kinds": {"change": "mag"}}},
            'emoji.kinds: "mag" stands for both observation and change',
        ),
        ({"emoji": {"kinds": {"change": "memo"}}}, 'emoji.kinds: "memo" stands for both confirm and change'),
        ({"emoji": {"pin": "status"}}, 'emoji.pin: a pin cannot be logged as "status"'),
        ({"permissions": {"claim": "nobody"}}, 'permissions.claim: write "everyone"'),
        ({"permissions": {"claim": ["eli"]}}, 'permissions.claim: write "everyone"'),
        (
            {"permissions": {"clam": "members"}},
            "permissions.clam: there is no such key; did you mean 'claim'?",
        ),
        (
            {"private": {"security": {"members": ["sec"]}}},
            "private.security.members[0]: 'sec' is not a user group",
        ),
        ({"approvals": {"need": 0}}, "approvals.need: 0 is not"),
        (
            {"approvals": {"need": 3, "approvers": ["U0A", "U0B"]}},
            "approvals: 3 have to approve, but only 2 are named",
        ),
        ({"links": {"call": "https://meet.example.com/{ky}"}}, "links.call: {ky} is not known"),
        ({"links": {"call": "http://meet.example.com"}}, "links.call:"),
        ({"links": {"call": "https://meet.example.com/{key"}}, "links.call:"),
        ({"links": {"call": "https://meet.example.com/{key.x}"}}, "links.call: {key.x} is not known"),
        ({"brief": {"engineering": "eng"}}, "brief.engineering: 'eng' is not a channel"),
        ({"intake": {"duplicate_window": 90}}, "intake.duplicate_window: 90 is not a duration"),
    ],
)
def test_a_fault_is_named_with_its_key_and_what_to_do(changes: dict[str, Any], fault: str) -> None:
    (said,) = faults(**changes)

    assert said.startswith(fault)


def test_all_faults_are_named_at_once() -> None:
    said = faults(
        keys={"prefx": "X"},
        organisation={"zone": "London", "calendar": "night"},
        severities={"high": {"calendar": "x", "clocks": {"internal": {"target": "9wh"}}}},
        links={"call": "ftp://x"},
    )

    assert sorted(line.partition(":")[0] for line in said) == [
        "keys.prefx",
        "links.call",
        "organisation.calendar",
        "organisation.zone",
        "severities.high.calendar",
        "severities.high.clocks.internal.limit",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"keys = ", "is not TOML"), (b"\xff\xfe", "is not UTF-8 text"), (None, "cannot be read")],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, content: bytes | None, fault: str
) -> None:
    file = tmp_path / "policy.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(PolicyError) as wrong:
        Policy.load(file)

    assert len(wrong.value.faults) == 1
    assert fault in wrong.value.faults[0]


@given(st.dictionaries(st.sampled_from([*Policy.model_fields, "other"]), JSON, max_size=4))
def test_whatever_a_file_holds_it_is_a_policy_or_a_list_of_faults(changes: dict[str, Any]) -> None:
    assert all(": " in fault for fault in _outcome(changes))


def _outcome(changes: dict[str, Any]) -> tuple[str, ...]:
    """The faults of a policy; an empty one, an exception of another kind, fails the test."""
    try:
        Policy.of(changes)
    except PolicyError as wrong:
        return wrong.faults or ("no fault named",)
    return ()
