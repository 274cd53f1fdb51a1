"""Target and limit of every clock, worked out by hand across weekends, holidays and changed clocks."""

from itertools import product

import pytest

from bot.playbook.clocks import due
from bot.playbook.kinds import ClockKind, Whose
from bot.playbook.lifecycle import Status
from bot.playbook.refusal import Refusal
from bot.playbook.severity import Severity
from tests.playbook.walls import POLICY, at, clock, place, times

GOLDEN = """
internal critical | Europe/London        | Tue 10 Mar 02:10 | Tue 10 Mar 04:10       | Tue 10 Mar 05:10
internal critical | Europe/London        | Sun 25 Oct 00:30 | Sun 25 Oct 01:30 +0000 | Sun 25 Oct 02:30 +0000
internal high     | Europe/London        | Fri 13 Mar 18:00 | Mon 16 Mar 10:00       | Mon 16 Mar 12:00
internal medium   | Europe/London        | Fri 13 Mar 16:30 | Mon 16 Mar 16:30       | Tue 17 Mar 12:00
internal medium   | Europe/London        | Sat 14 Mar 11:00 | Mon 16 Mar 18:00       | Tue 17 Mar 13:30
internal high     | America/New_York     | Mon 16 Mar 16:00 | Mon 16 Mar 20:00       | Tue 17 Mar 10:00
customer high     | Australia/Sydney     | Tue 17 Mar 07:00 | Tue 17 Mar 12:00       | Tue 17 Mar 16:00
internal medium   | Europe/London GB-ENG | Thu 02 Apr 16:30 | Tue 07 Apr 16:30 +0100 | Wed 08 Apr 12:00 +0100
item high         | Europe/London        | Wed 11 Mar 10:00 | Wed 06 May 10:00 +0100 | Wed 06 May 10:00 +0100
"""

CLAIMS = """
claim critical    | Europe/London        | Sat 14 Mar 03:00 | Sat 14 Mar 03:05       | Sat 14 Mar 03:15
claim critical    | Europe/London        | Sun 29 Mar 00:50 | Sun 29 Mar 00:55       | Sun 29 Mar 02:05
claim high        | America/New_York     | Sun 08 Mar 01:50 | Sun 08 Mar 03:05       | Sun 08 Mar 03:50
claim high        | Asia/Kathmandu       | Fri 13 Mar 23:30 | Fri 13 Mar 23:45       | Sat 14 Mar 00:30
claim medium      | Europe/London        | Fri 13 Mar 17:00 | Mon 16 Mar 10:00       | Mon 16 Mar 16:00
claim medium      | Europe/London GB-ENG | Thu 02 Apr 17:30 | Tue 07 Apr 10:30       | Tue 07 Apr 16:30
claim medium      | America/New_York US  | Thu 02 Jul 16:00 | Thu 02 Jul 18:00       | Mon 06 Jul 15:00
claim medium      | Australia/Sydney     | Sun 05 Apr 02:30 | Mon 06 Apr 11:00       | Mon 06 Apr 17:00
claim medium      | Pacific/Chatham      | Fri 13 Mar 18:00 | Mon 16 Mar 11:00       | Mon 16 Mar 17:00
"""

INTERNAL = """
internal critical | Europe/London        | Sat 28 Mar 23:30 | Sun 29 Mar 02:30       | Sun 29 Mar 03:30
internal critical | America/New_York     | Sat 31 Oct 23:30 | Sun 01 Nov 01:30 -0400 | Sun 01 Nov 01:30 -0500
internal critical | America/St_Johns     | Sun 08 Mar 01:00 | Sun 08 Mar 04:00       | Sun 08 Mar 05:00
internal critical | Australia/Lord_Howe  | Sun 04 Oct 01:30 | Sun 04 Oct 04:00       | Sun 04 Oct 05:00
internal critical | Australia/Lord_Howe  | Sun 05 Apr 01:00 | Sun 05 Apr 02:30       | Sun 05 Apr 03:30
internal critical | Asia/Beirut          | Sat 28 Mar 23:30 | Sun 29 Mar 02:30       | Sun 29 Mar 03:30
internal critical | Asia/Kolkata         | Thu 31 Dec 23:00 | Fri 01 Jan 01:00       | Fri 01 Jan 02:00
internal critical | Europe/London GB-ENG | Fri 25 Dec 10:00 | Fri 25 Dec 12:00       | Fri 25 Dec 13:00
internal high     | America/New_York     | Fri 06 Mar 18:00 | Mon 09 Mar 10:00       | Mon 09 Mar 12:00
internal high     | Europe/London        | Tue 10 Mar 08:00 | Tue 10 Mar 12:00       | Tue 10 Mar 14:00
internal high     | Europe/London        | Tue 10 Mar 05:00 | Tue 10 Mar 12:00       | Tue 10 Mar 14:00
internal high     | Europe/London        | Tue 10 Mar 20:00 | Wed 11 Mar 12:00       | Wed 11 Mar 14:00
internal high     | Europe/London        | Tue 10 Mar 16:00 | Tue 10 Mar 20:00       | Wed 11 Mar 10:00
internal high     | Europe/London        | Thu 02 Apr 18:00 | Fri 03 Apr 10:00       | Fri 03 Apr 12:00
internal high     | Europe/London GB-ENG | Thu 02 Apr 18:00 | Tue 07 Apr 10:00       | Tue 07 Apr 12:00
internal high     | Australia/Sydney AU-NSW | Thu 02 Apr 19:00 | Tue 07 Apr 11:00    | Tue 07 Apr 13:00
internal high     | Asia/Kathmandu       | Sat 14 Mar 12:00 | Mon 16 Mar 12:00       | Mon 16 Mar 14:00
internal high     | Pacific/Chatham      | Fri 03 Apr 18:00 | Mon 06 Apr 10:00       | Mon 06 Apr 12:00
internal high     | America/St_Johns     | Fri 30 Oct 19:30 | Mon 02 Nov 11:30       | Mon 02 Nov 13:30
internal high     | America/Santiago     | Fri 04 Sep 18:00 | Mon 07 Sep 10:00       | Mon 07 Sep 12:00
internal medium   | America/New_York US  | Wed 25 Nov 17:00 | Fri 27 Nov 17:00       | Mon 30 Nov 12:30
internal medium   | Europe/London        | Mon 16 Mar 09:00 | Mon 16 Mar 18:00       | Tue 17 Mar 13:30
internal medium   | Asia/Kolkata IN      | Fri 23 Jan 18:00 | Tue 27 Jan 18:00       | Wed 28 Jan 13:30
internal medium   | Europe/London        | Fri 23 Oct 13:30 | Mon 26 Oct 13:30       | Mon 26 Oct 18:00
internal medium   | Australia/Sydney     | Fri 02 Oct 12:00 | Mon 05 Oct 12:00       | Mon 05 Oct 16:30
internal medium   | Australia/Sydney AU-NSW | Fri 02 Oct 12:00 | Tue 06 Oct 12:00    | Tue 06 Oct 16:30
internal medium   | Africa/Cairo         | Thu 23 Apr 16:00 | Fri 24 Apr 16:00       | Mon 27 Apr 11:30
"""

CUSTOMER = """
customer critical | Australia/Sydney     | Sun 05 Apr 01:30 | Sun 05 Apr 02:30 +1000 | Sun 05 Apr 04:30 +1000
customer high     | America/New_York     | Fri 13 Mar 19:00 | Mon 16 Mar 11:00       | Mon 16 Mar 15:00
customer high     | Asia/Tokyo           | Fri 13 Mar 21:00 | Mon 16 Mar 12:00       | Mon 16 Mar 16:00
customer medium   | Pacific/Auckland     | Thu 02 Apr 15:00 | Fri 03 Apr 15:00       | Mon 06 Apr 15:00
customer medium   | Europe/London GB-ENG | Wed 23 Dec 14:00 | Thu 24 Dec 14:00       | Tue 29 Dec 14:00
promise critical  | Europe/London        | Sun 29 Mar 00:55 | Sun 29 Mar 00:55       | Sun 29 Mar 02:05
promise high      | Europe/London        | Sat 14 Mar 15:00 | Sat 14 Mar 15:00       | Sat 14 Mar 15:30
promise medium    | Europe/London        | Fri 13 Mar 17:00 | Fri 13 Mar 17:00       | Mon 16 Mar 10:00
promise medium    | Asia/Kathmandu       | Sat 14 Mar 12:00 | Sat 14 Mar 12:00       | Mon 16 Mar 11:00
confirmation critical | Australia/Sydney | Sat 04 Apr 23:30 | Sun 05 Apr 02:30 +1000 | Sun 05 Apr 02:30 +1000
confirmation high | Europe/London        | Fri 13 Mar 18:00 | Mon 16 Mar 18:00       | Mon 16 Mar 18:00
confirmation high | America/St_Johns     | Sat 07 Mar 10:00 | Mon 09 Mar 20:00       | Mon 09 Mar 20:00
confirmation medium | America/New_York US | Fri 22 May 12:00 | Wed 27 May 12:00      | Wed 27 May 12:00
"""

OTHERS = """
triage_call critical | Europe/London     | Fri 27 Mar 18:00 | Sun 29 Mar 19:00       | Sun 29 Mar 19:00
triage_call high  | America/New_York     | Fri 30 Oct 18:00 | Sun 01 Nov 17:00       | Sun 01 Nov 17:00
triage_call medium | Asia/Kolkata        | Mon 16 Mar 10:00 | Wed 18 Mar 10:00       | Wed 18 Mar 10:00
attempt critical  | Europe/London        | Sun 29 Mar 00:55 | Sun 29 Mar 02:05       | Sun 29 Mar 02:05
attempt high      | Pacific/Chatham      | Sat 14 Mar 23:55 | Sun 15 Mar 00:05       | Sun 15 Mar 00:05
attempt medium    | Europe/London GB-ENG | Fri 03 Apr 12:00 | Fri 03 Apr 12:10       | Fri 03 Apr 12:10
retrospective critical | Europe/London GB-ENG | Fri 13 Mar 16:30 | Fri 20 Mar 16:30  | Fri 20 Mar 16:30
retrospective critical | Europe/London   | Sat 14 Mar 03:00 | Fri 20 Mar 18:00       | Fri 20 Mar 18:00
retrospective high | Europe/London       | Fri 13 Mar 16:30 | Fri 20 Mar 16:30       | Fri 20 Mar 16:30
retrospective medium | Europe/London GB-ENG | Thu 02 Apr 16:30 | Mon 13 Apr 16:30    | Mon 13 Apr 16:30
approval critical | Europe/London        | Mon 16 Mar 09:00 | Tue 17 Mar 18:00       | Wed 25 Mar 18:00
approval high     | America/New_York     | Sat 07 Mar 12:00 | Tue 10 Mar 20:00       | Wed 18 Mar 20:00
approval medium   | Asia/Kolkata         | Wed 11 Mar 13:30 | Fri 13 Mar 13:30       | Mon 23 Mar 13:30
item critical     | America/New_York     | Sun 01 Mar 10:00 | Sun 26 Apr 10:00       | Sun 26 Apr 10:00
item critical     | America/Santiago     | Sun 12 Jul 00:30 | Sun 06 Sep 01:00       | Sun 06 Sep 01:00
item high         | Australia/Sydney     | Wed 11 Mar 10:00 | Wed 06 May 10:00       | Wed 06 May 10:00
item high         | Europe/London        | Sun 01 Feb 01:30 | Sun 29 Mar 02:00       | Sun 29 Mar 02:00
item medium       | Asia/Kathmandu       | Fri 13 Mar 18:30 | Fri 08 May 18:30       | Fri 08 May 18:30
item medium       | Europe/London        | Sun 30 Aug 01:30 | Sun 25 Oct 01:30 +0100 | Sun 25 Oct 01:30 +0100
"""

ROWS = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in (GOLDEN + CLAIMS + INTERNAL + CUSTOMER + OTHERS).splitlines()
    if line
]


@pytest.mark.parametrize(("what", "where", "since", "target", "limit"), ROWS)
def test_a_clock_nudges_and_is_missed_when_the_table_says(
    what: str, where: str, since: str, target: str, limit: str
) -> None:
    made = clock(" ".join(what.split()), since, where)
    told = times(made, offset=True).split(" / ")

    assert told[0].startswith(target)
    assert told[1].startswith(limit)


def test_the_table_has_every_clock_at_every_severity() -> None:
    there = {tuple(row[0].split()) for row in ROWS}

    assert there == {(kind.value, severity.value) for kind, severity in product(ClockKind, Severity)}


def test_both_clocks_of_one_moment_run_each_in_its_own_zone() -> None:
    logged = at("Mon 16 Mar 16:00", "America/New_York")

    assert times(clock("internal high", "Mon 16 Mar 16:00", "America/New_York")) == (
        "Mon 16 Mar 20:00 / Tue 17 Mar 10:00"
    )
    assert due(ClockKind.CUSTOMER, logged, Severity.HIGH, POLICY, place("Australia/Sydney")) == (
        at("Tue 17 Mar 12:00", "Australia/Sydney"),
        at("Tue 17 Mar 16:00", "Australia/Sydney"),
    )


def test_a_critical_case_counts_business_days_at_the_organisations_place() -> None:
    policy = POLICY.of({"severities": {"critical": {"clocks": {"confirmation": "1bd"}}}})
    resolved = at("Thu 02 Apr 12:00", "Asia/Tokyo")  # 04:00 in London, before Easter

    target, _limit = due(ClockKind.CONFIRMATION, resolved, Severity.CRITICAL, policy, place("Asia/Tokyo JP"))

    assert target == at("Thu 02 Apr 18:00")


def test_a_promise_takes_the_place_of_the_cadence() -> None:
    promised = at("Fri 13 Mar 12:00")

    assert times(clock("customer high", "Fri 13 Mar 11:00", promise=promised)) == (
        "Fri 13 Mar 12:00 / Fri 13 Mar 12:30"
    )
    assert times(clock("internal high", "Fri 13 Mar 11:00", promise=promised)) == (
        "Fri 13 Mar 15:00 / Fri 13 Mar 17:00"
    )


def test_an_attempt_has_the_box_that_was_set_and_an_item_the_day_that_was_agreed() -> None:
    box = clock("attempt high", "Fri 13 Mar 23:50", promise=at("Sat 14 Mar 00:20"))
    item = clock("item high", "Fri 13 Mar 10:00", promise=at("Wed 01 Apr 17:00"))

    assert times(box) == "Sat 14 Mar 00:20 / Sat 14 Mar 00:20"
    assert times(item) == "Wed 01 Apr 17:00 / Wed 01 Apr 17:00"


def test_a_promise_before_the_contact_is_refused() -> None:
    with pytest.raises(Refusal, match="has passed already"):
        clock("customer high", "Fri 13 Mar 11:00", promise=at("Fri 13 Mar 10:59"))


def test_the_next_cycle_runs_where_the_new_em_is_and_keeps_nothing_but_the_pause() -> None:
    london = clock("internal high", "Fri 13 Mar 10:00")

    handed_over = london.renewed(POLICY, at("Fri 13 Mar 18:00"), place=place("America/New_York"))

    assert times(handed_over) == "Fri 13 Mar 18:00 / Fri 13 Mar 20:00"
    assert (handed_over.cycle, handed_over.plan, handed_over.notices) == (2, 1, 0)


def test_update_clocks_run_from_the_claim_until_resolved() -> None:
    runs = {kind: {status for status in Status if kind.runs_in(status)} for kind in ClockKind}
    at_work = {Status.DISCOVERY, Status.TRIAGE, Status.IN_PROGRESS}

    assert runs[ClockKind.CLAIM] == {Status.NEW}
    assert runs[ClockKind.INTERNAL] == runs[ClockKind.CUSTOMER] == runs[ClockKind.PROMISE] == at_work
    assert runs[ClockKind.TRIAGE_CALL] == {Status.DISCOVERY, Status.TRIAGE}
    assert runs[ClockKind.CONFIRMATION] == {Status.RESOLVED}
    assert Status.CLOSED in runs[ClockKind.ITEM] & runs[ClockKind.APPROVAL]


def test_every_clock_says_whose_zone_it_runs_in() -> None:
    whose = {kind: kind.whose for kind in ClockKind}

    assert {kind for kind, who in whose.items() if who is Whose.CUSTOMER} == {
        ClockKind.CUSTOMER,
        ClockKind.PROMISE,
        ClockKind.CONFIRMATION,
    }
    assert whose[ClockKind.INTERNAL] is whose[ClockKind.TRIAGE_CALL] is Whose.EM
    assert whose[ClockKind.CLAIM] is Whose.ON_CALL
    assert whose[ClockKind.ITEM] is Whose.OWNER
    assert whose[ClockKind.RETROSPECTIVE] is Whose.ORGANISATION
