"""The tally of a soak: what people used of ACE, and what came of it, so that one sees what was not tried."""

from collections import Counter

from sqlalchemy import func, select
from sqlmodel import col

from sandbox.state import Json
from storage.case_records import Handover, Item, Promise
from storage.clock_records import ClockEvent, Reminder
from storage.database import Store
from storage.models import Entry, Escalation
from storage.retro_records import Retrospective
from tests.world import World

WHERE = {
    "cases by status": col(Escalation.status),
    "cases by who may see them": col(Escalation.visibility),
    "entries": col(Entry.kind),
    "what clocks did": col(ClockEvent.what),
    "reminders": col(Reminder.place),
    "handovers": col(Handover.state),
    "promises": col(Promise.state),
    "action items": col(Item.state),
    "retrospectives": col(Retrospective.state),
}


def used(world: World) -> dict[str, Counter[str]]:
    """Buttons and forms that reached ACE, by the verb of their ids."""
    asked = [each.payload for each in world.sandbox.deliveries.log if each.answer and each.answer.ok]
    pressed = [
        _verb(action["action_id"])
        for each in asked
        if each.get("type") == "block_actions"
        for action in each["actions"]
    ]
    return {"pressed": Counter(pressed), "submitted": Counter(filter(None, map(_form, asked)))}


def _verb(action: str) -> str:
    verb, _, rest = action.partition(":")
    act = rest.partition(":")[2]
    return f"{verb} {act.partition('.')[0]}" if verb in {"do", "retro"} else verb


def _form(payload: Json) -> str:
    return str(payload["view"]["callback_id"]) if payload.get("type") == "view_submission" else ""


async def there(store: Store) -> dict[str, Counter[str]]:
    """How many of each kind the database holds in the end."""
    found: dict[str, Counter[str]] = {}
    async with store.read() as tx:
        for name, column in WHERE.items():
            rows = (await tx.exec(select(column, func.count()).group_by(column))).all()
            found[name] = Counter({str(kind): count for kind, count in rows})
    return found
