"""Adoption: cases that an older version left without clocks get them, counted from now."""

from sqlalchemy import bindparam, exists, select
from sqlmodel import col

from bot.playbook.lifecycle import Status
from bot.services import clockwork, first_cycles
from storage import escalations
from storage.clock_records import ClockRow
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect
from storage.outbox_row import OutboxRow, RowState

BATCH = 50  # cases in one transaction

_WITHOUT = (
    select(col(Escalation.number))
    .where(
        col(Escalation.status).in_([status for status in Status if status.is_open]),
        ~exists().where(col(ClockRow.number) == col(Escalation.number)),
        ~exists().where(  # they are on their way
            col(OutboxRow.number) == col(Escalation.number),
            col(OutboxRow.kind) == Effect.CLOCKS.value,
            col(OutboxRow.state) == RowState.WAITING,
        ),
    )
    .order_by(col(Escalation.number))
    .limit(bindparam("most"))
)


async def adopt(tx: Tx) -> bool:
    """Start the clocks of open cases that have none; whether there may be more of them.

    They start afresh, so that nobody is told of a miss that no clock was there to show.
    """
    numbers = list((await tx.run(_WITHOUT, {"most": BATCH})).scalars())
    for number in numbers:
        ace = await escalations.lock(tx, number)
        if ace is None or await clockwork.rows(tx, ace):
            continue
        if ace.status is Status.NEW:
            await first_cycles.begin_claim(tx, ace, since=tx.now)
        else:
            await clockwork.status_changed(tx, ace, Status.RESOLVED)  # as if it had been reopened now
    return len(numbers) == BATCH
