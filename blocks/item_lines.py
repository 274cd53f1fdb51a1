"""Action items in words: a line for the card, rows for the state document."""

from zoneinfo import ZoneInfo

from blocks import kit, typed
from bot.playbook import action_items
from bot.playbook.work import ItemState, Term
from storage.case_records import Item
from storage.overview import Overview

ROWS = 10  # of the state document


def item_line(case: Overview) -> str | None:
    """How many are owed and the most urgent one, as mrkdwn; None before there is any."""
    there, owed = case.work.items, action_items.most_urgent(case.work.items)
    if not there:
        return None
    if not owed:
        return f"*Action items*: all {len(there)} settled."
    blocked = sum(each.state is ItemState.BLOCKED for each in owed)
    count = f"{len(owed)} of {len(there)} owed" + (f", {blocked} blocked" if blocked else "")
    first = owed[0]
    by = f", due {kit.moment(first.due, '{date_short_pretty}')}" if first.due else ""
    why = f" Blocked: {typed.linked(first.why, 90)}." if first.state is ItemState.BLOCKED else ""
    return f"*Action items*: {count}. First: {typed.linked(first.text, 90)} ({_owner(case, first)}{by}).{why}"


def _owner(case: Overview, item: Item) -> str:
    return kit.escape(owner(case, item))


def owner(case: Overview, item: Item) -> str:
    """Who owes it, as plain text: a person, their team, or the team alone."""
    parts = [case.name(item.owner) if item.owner else "", item.team]
    return ", ".join(filter(None, parts)) or "nobody yet"


def standing(case: Overview, item: Item) -> str:
    """Everything but what is to be done, as mrkdwn."""
    due = f"due {kit.moment(item.due)}" if item.due else "no date"
    agreed = (
        f"agreed by {kit.escape(case.name(item.committed_by))}" if item.committed_by else "not agreed yet"
    )
    parts = [item.kind.label, _owner(case, item), due, agreed]
    if item.term is Term.LONG:
        parts.append("long term")
    if item.product_manager:
        parts.append(f"product manager {kit.escape(case.name(item.product_manager))}")
    if item.link:
        parts.append(typed.linked(item.link, action_items.LINK))
    why = f": {kit.escape(kit.short(item.why, 200))}" if item.why else ""
    return f"*{item.state.label}*{why} · {' · '.join(parts)}{_told(case, item)}"


def _told(case: Overview, item: Item) -> str:
    if not item.reported_at or not item.waiter:
        return ""
    return f" · reported back to {kit.escape(case.name(item.waiter))}"


def item_rows(case: Overview) -> list[tuple[str, str]]:
    """One row for each, those that are owed first, for the state document."""
    owed = action_items.most_urgent(case.work.items)
    there = [*owed, *(each for each in case.work.items if not each.state.is_owed)]
    rows = [(f"Action item {at}", _row(case, each)) for at, each in enumerate(there[:ROWS], 1)]
    if len(there) > ROWS:
        rows.append(("Action items", f"{len(there) - ROWS} more are in the form of action items"))
    return rows


def _row(case: Overview, item: Item) -> str:
    zone = ZoneInfo(case.policy.organisation.zone)
    due = f"; due {item.due.astimezone(zone):%d %b %Y}" if item.due else ""
    why = f": {kit.short(item.why, 120)}" if item.why else ""
    return f"{kit.short(item.text, 200)} ({owner(case, item)}{due}; {item.state.label.lower()}{why})"
