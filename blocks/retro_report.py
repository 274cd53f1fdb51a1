"""The weekly report on the action items of retrospectives: what is late, what is due, what was done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from blocks import kit, typed
from blocks.cards import Card, Json, card
from bot.playbook import naming
from storage import people, retrospectives
from storage.case_records import Item
from storage.database import Tx

SHOWN = 12  # items of a kind


@dataclass(frozen=True)
class Week:
    """What there is to report; (key, item) each, names by user id."""

    late: list[tuple[str, Item]]
    soon: list[tuple[str, Item]]
    undated: int
    owed: int
    done: int
    names: dict[str, str]


async def read(tx: Tx, detail: Json) -> Week:
    """The week that ends when the report was asked for; private cases are left out."""
    until = datetime.fromisoformat(str(detail["at"]))
    rows = [
        (naming.key(ace.number, tx.policy.keys.prefix), item) for item, ace in await retrospectives.owed(tx)
    ]
    week = timedelta(days=7)
    return Week(
        late=[row for row in rows if row[1].due and row[1].due < until],
        soon=[row for row in rows if row[1].due and until <= row[1].due < until + week],
        undated=sum(item.due is None for _, item in rows),
        owed=len(rows),
        done=await retrospectives.done_since(tx, until - week),
        names=await people.names(tx, {item.owner for _, item in rows if item.owner}),
    )


def weekly(week: Week) -> Card | None:
    """The report, None when there is nothing to report."""
    if not week.owed and not week.done:
        return None
    undated = f", {week.undated} without a date" if week.undated else ""
    head = f"{week.owed} open{undated}, {len(week.late)} late, {week.done} done in the last seven days."
    late, soon = _lines(week, week.late), _lines(week, week.soon)
    return card(
        kit.header("Action items of retrospectives"),
        kit.section(head),
        kit.section("*Late*\n" + late) if late else None,
        kit.section("*Due within a week*\n" + soon) if soon else None,
        kit.context("Nobody is called out by this report: owners are reminded by themselves."),
        text=f"Action items of retrospectives: {head} {f'Late: {late}' if late else ''} {soon}",
    )


def _lines(week: Week, rows: list[tuple[str, Item]]) -> str:
    lines = [
        f"• {key}: {typed.linked(item.text, 120)} · {_owner(week, item)}"
        f" · {kit.moment(item.due, '{date_short_pretty}') if item.due else 'no date'}"
        for key, item in rows[:SHOWN]
    ]
    more = f"\nand {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return "\n".join(lines) + more


def _owner(week: Week, item: Item) -> str:
    name = week.names.get(item.owner or "", "nobody yet")
    return kit.escape(", ".join(filter(None, [name, item.team])))
