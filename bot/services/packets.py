"""Packets: what the next EM has to know, gathered from the record for the present one to put right."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playbook.handover import MOST, Packet
from bot.playbook.timeline import EntryKind
from bot.playbook.work import CriterionState, PromiseState
from storage import entries, overview
from storage.database import Tx
from storage.overview import Overview

RECENT = 6  # entries
TOLD = (
    EntryKind.STATUS,
    EntryKind.SEVERITY,
    EntryKind.TREND,
    EntryKind.CHANGE,
    EntryKind.DECISION,
    EntryKind.UPDATE,
)


async def of(tx: Tx, number: int, *, note: str = "") -> Packet:
    """The packet as the record has it; times in the organisation's zone, with its name."""
    case = await overview.of(tx, number)
    if case is None:
        return Packet(note=note)
    recent = await entries.latest(tx, number, limit=RECENT, kinds=TOLD)
    changed = [f"- {_at(case, each.at)} {each.kind.label}: {each.text}" for each in reversed(recent)]
    made = {
        "changed": "\n".join(changed),
        "blocked": _blocked(case),
        "promise": "\n".join(_promises(case)),
        "items": "\n".join(_items(case)),
        "note": note,
    }
    return Packet.from_json({name: said[:MOST] for name, said in made.items()})


def _blocked(case: Overview) -> str:
    step = case.progress.next_step
    if step and step.blocked:
        return step.blocked
    return case.report.decision


def _promises(case: Overview) -> list[str]:
    waiting = [each for each in case.work.promises if each.state is PromiseState.OPEN]
    return [f"- {each.what}: by {_at(case, each.due_at)}" for each in waiting]


def _items(case: Overview) -> list[str]:
    criteria = [
        f"- Exit criterion: {each.text}" for each in case.work.criteria if each.state is CriterionState.OPEN
    ]
    owed = [each for each in case.work.items if each.state.is_owed]
    items = [
        f"- {each.text} ({case.name(each.owner) if each.owner else each.team or 'nobody yet'}"
        f"{', due ' + _at(case, each.due) if each.due else ''})"
        for each in owed
    ]
    step = case.progress.next_step
    following = [f"- Next step: {step.what} ({case.name(step.owner)})"] if step else []
    return [*following, *items, *criteria]


def _at(case: Overview, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(case.policy.organisation.zone)):%d %b %H:%M %Z}"
