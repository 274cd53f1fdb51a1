"""Makers for leading: a case in any status, with all that its guards ask for, without going the whole way."""

from dataclasses import replace
from datetime import timedelta

from bot.playbook.lifecycle import Status
from bot.playbook.progress import (
    Call,
    Confirmation,
    Noted,
    Plan,
    Progress,
    Reach,
    Reproduced,
    Rollout,
    Scope,
    Validation,
)
from bot.playbook.report import Report
from bot.playbook.severity import Severity
from bot.playbook.visibility import Visibility
from bot.playbook.work import CriterionState, FeedbackTrack, Medium
from bot.services import cases, clockwork, intake, ownership, workflow
from sandbox.person import Person as Somebody
from sandbox.state import Channel
from storage import people
from storage.case_records import Criterion, Stakeholder
from storage.database import Tx
from storage.models import Escalation, Person, SurfaceKind
from tests.journeys import calm
from tests.world import World

ORDER = list(Status)
REPORT = Report(
    customer="Acme GmbH",
    impact="Nobody at Acme can export invoices since this morning.",
    severity=Severity.HIGH,
    product="web",
    region="europe",
)


async def led(
    world: World,
    to: Status = Status.IN_PROGRESS,
    *,
    by: Somebody | None = None,
    filer: Somebody | None = None,
    report: Report = REPORT,
    ready: bool = True,
) -> Channel:
    """Ana's case led by Eli, in status `to`; `ready` also gives it all that the step out of `to` asks for.

    Made by the services and the records themselves: fast, and every surface is drawn as in a real case.
    """
    em, raiser = by or world.eli, filer or world.ana
    async with world.ace.store.begin() as tx:
        await _known(tx, em, raiser)
        filed = await intake.file(tx, report, filing=f"made-{world.ws.next_ts()}", by=raiser.id)
        number = filed.ace.number
    if to is not Status.NEW:
        async with world.ace.store.begin() as tx:
            await ownership.claim(tx, number, by=em.id)
        await world.settle()
    if to is not Status.NEW and (to is not Status.DISCOVERY or ready):
        await advance(world, to, number, ready=ready)
    await world.settle()
    return world.ws.channels[(await world.case(number)).channel or ""]


async def advance(world: World, to: Status, number: int = 1, *, ready: bool = True) -> None:
    """Bring a claimed case to `to`, with everything established that leads there (and, `ready`, beyond)."""
    async with world.ace.store.begin() as tx:
        ace = await cases.changing(tx, number, by=(await world.case(number)).ace.em or "")
        through = ORDER.index(to) + ready
        cases.keep(tx, ace, _progress(tx, ace, through))
        _records(tx, ace, through)
        await _status(tx, ace, to)
        await cases.show(tx, ace, *cases.EVERYWHERE)
    await world.settle()


async def _status(tx: Tx, ace: Escalation, to: Status) -> None:
    """Step by step; an end has consequences of its own (a retrospective), so the service makes it."""
    for status in ORDER[ORDER.index(ace.status) + 1 : ORDER.index(to) + 1]:
        if not status.is_open:
            await workflow.enter(tx, ace, status, why="as agreed", by=ace.em or "")
            continue
        before, ace.status, ace.status_at = ace.status, status, tx.now
        await tx.flush()
        await clockwork.status_changed(tx, ace, before)


def _progress(tx: Tx, ace: Escalation, through: int) -> Progress:
    """What is established by the time that status number `through` can be entered."""
    made, noted = cases.progress(ace), Noted(by=ace.em or "", at=tx.now, text="as seen in the logs")
    if through >= ORDER.index(Status.TRIAGE):
        scope = Scope(
            reproduced=Reproduced.YES, status_page=True, deployments=True, reach=Reach.ACCOUNT, noted=noted
        )
        scores = dict.fromkeys(("breadth", "depth", "duration", "revenue"), 2)
        made = replace(
            made, scores=scores, severity_confirmed=noted, scope=scope, discovery_call=Call(waived=noted)
        )
    if through >= ORDER.index(Status.IN_PROGRESS):
        plan = Plan(
            teller=ace.em or "", medium=Medium.EMAIL, next_at=tx.now + timedelta(hours=4), noted=noted
        )
        made = replace(made, plan=plan, triage_call=Call(held=noted))
    if through >= ORDER.index(Status.RESOLVED):
        fix = Validation(
            tested="exported 40 invoices", rollout=Rollout.AT_ONCE, confirmed=True, why_not="", noted=noted
        )
        made = replace(made, validation=fix, communicated=noted, feedback=FeedbackTrack.STABILITY)
    if through >= ORDER.index(Status.CLOSED):
        made = replace(made, confirmation=Confirmation(received=True, noted=noted))
    return made


def _records(tx: Tx, ace: Escalation, through: int) -> None:
    """An exit criterion and a stakeholder, as far as they are needed."""
    if through >= ORDER.index(Status.TRIAGE):
        met = through >= ORDER.index(Status.RESOLVED)
        criterion = Criterion(
            number=ace.number,
            text="Invoices of all regions export again",
            state=CriterionState.MET if met else CriterionState.OPEN,
            evidence="40 exports without a failure" if met else "",
            settled_by=ace.em if met else None,
            settled_at=tx.now if met else None,
            added_by=ace.em or "",
            added_at=tx.now,
        )
        tx.add(criterion)
    if through >= ORDER.index(Status.IN_PROGRESS):
        tx.add(
            Stakeholder(
                number=ace.number,
                name="Web platform team",
                part="owns the export",
                added_by=ace.em or "",
                added_at=tx.now,
            )
        )


async def _known(tx: Tx, *somebody: Somebody) -> None:
    """ACE has met them before, as it has whoever pressed a button."""
    for each in {one.id: one for one in somebody}.values():
        if await people.find(tx, each.id) is None:
            name = each.user.real_name
            tx.add(Person(id=each.id, name=name, zone=each.user.tz, learned_at=tx.now))
    await tx.flush()


PRIVATE = replace(REPORT, visibility=Visibility.SECURITY)


async def takes(person: Somebody, world: World, step: str, **answers: str) -> None:
    """Press a step on the opening card, fill its form and submit it."""
    await person.presses(step, on=await world.card(SurfaceKind.OPENING))
    labels = {"why": "Why now?", "instead": "What should the filer do instead?"}
    await person.fills({labels[name]: said for name, said in answers.items()})
    await person.submits()
    await calm(world)


def screen(person: Somebody) -> str:
    """What the modal in front of somebody shows."""
    assert person.view is not None, "no modal is open"
    return person.screen(person.view)


def said_in(world: World, room: Channel, words: str) -> int:
    """How many messages of a channel say something."""
    return sum(words in world.eli.screen(message) for message in world.messages(room))


async def status_of(world: World) -> Status:
    """Where the case stands."""
    return (await world.case()).ace.status
