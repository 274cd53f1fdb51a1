"""A rehearsal after the start: makes ready what the first person would wait for, and keeps nothing."""

import asyncio
import json
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import quote_plus

from sqlalchemy.exc import SQLAlchemyError

from blocks import intake_form
from blocks.intake_form import Draft
from bot import inbound
from bot.playbook import intake as rules
from bot.playbook import naming
from bot.playbook.policy import Policy
from bot.playbook.refusal import Refusal
from bot.playbook.report import Report
from bot.services import intake, ownership
from storage import overview, people
from storage.database import Store
from storage.models import Person

TIMES = 5  # Python runs what it has seen a few times faster
FILING = "rehearsal"
NOBODY = "U0"  # who files and claims in it
ANSWERS = {
    name: {name: {"type": "plain_text_input", "value": "Nothing: *this* is a rehearsal."}}
    for name in ("customer", "impact")
}
REPORT = Report(customer="Rehearsal", impact="Nothing: this is a rehearsal.")


class _Over(Exception):
    """Ends the rehearsal's transaction, so that it is rolled back."""


async def rehearse(store: Store) -> None:
    """File, claim and draw a case in a transaction that is rolled back.

    Statements are put into the database's words when they are first used, which takes longer than running
    them; patterns and tables that reading needs are made then, too. A database that is out of reach is no
    matter here: whoever comes first is told.
    """
    for _time in range(TIMES):
        _reads(store.policy)
        with suppress(_Over, Refusal, SQLAlchemyError, OSError):
            await asyncio.create_task(_through(store))  # a task's own, so that the log is not about this case


def _reads(policy: Policy) -> None:
    """A form as it comes in from Slack, with its answers looked at."""
    view = intake_form.view(Draft(report=REPORT), policy) | {"id": FILING, "state": {"values": ANSWERS}}
    body = {"type": "view_submission", "user": {"id": NOBODY}, "view": view}
    sent = f"{inbound.PAYLOAD}{quote_plus(json.dumps(body))}"
    received = inbound.read(sent.encode(), {"Content-Type": "application/x-www-form-urlencoded"})
    draft = intake_form.draft_of(received.body["view"])
    rules.problems(draft.report, datetime.now(UTC), policy, full=draft.full)
    rules.support_check(draft.report)
    naming.keys(FILING, policy.keys.prefix)


async def _through(store: Store) -> None:
    async with store.read() as tx:
        await people.find(tx, NOBODY)
    async with store.begin() as tx:
        tx.add(Person(id=NOBODY, name="Nobody", learned_at=tx.now))
        await tx.flush()
        await intake.filed_before(tx, FILING, by=NOBODY)
        await intake.duplicates(tx, REPORT)
        filed = await intake.file(tx, REPORT, filing=FILING, by=NOBODY)
        await tx.finish()  # as before the commit of a filing; what it tells others is taken back, too
        await ownership.claim(tx, filed.ace.number, by=NOBODY)
        await tx.finish()
        await overview.of(tx, filed.ace.number)
        raise _Over
