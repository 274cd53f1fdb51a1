"""Exit criteria in words: a line for the card, rows for the state document."""

from blocks import kit, typed
from bot.playbook import criteria
from bot.playbook.work import CriterionState
from storage.case_records import Criterion
from storage.overview import Overview

ON_CARD = 2  # open ones that are named there
ROWS = 10  # of the state document


def criteria_line(case: Overview) -> str | None:
    """How many are met and what is still open, as mrkdwn; None before there is any."""
    count = criteria.count(each.state for each in case.work.criteria)
    if not count:
        return None
    waiting = [each for each in case.work.criteria if each.state is CriterionState.OPEN]
    named = "; ".join(typed.linked(each.text, 90) for each in waiting[:ON_CARD])
    more = f" and {len(waiting) - ON_CARD} more" if len(waiting) > ON_CARD else ""
    return f"*Exit criteria*: {count}." + (f" Open: {named}{more}." if waiting else "")


def criteria_rows(case: Overview) -> list[tuple[str, str]]:
    """One row for each, the open ones first, for the state document."""
    there = sorted(case.work.criteria, key=lambda each: each.state is not CriterionState.OPEN)
    rows = [
        (f"Exit criterion {at}", f"{each.text} ({standing(case, each)})")
        for at, each in enumerate(there[:ROWS], 1)
    ]
    if len(there) > ROWS:
        rows.append(("Exit criteria", f"{len(there) - ROWS} more are in the form of exit criteria"))
    return rows


def standing(case: Overview, criterion: Criterion) -> str:
    """Where one stands, by whom and why, as plain text."""
    if criterion.state is CriterionState.OPEN:
        return "open"
    who = case.name(criterion.settled_by) if criterion.settled_by else "ACE"
    return f"{criterion.state.label.lower()} by {who}: {kit.short(criterion.evidence, 200)}"
