"""Retrospectives: opened from the record, and what every change to one has in common."""

from bot.playbook import naming
from bot.playbook.kinds import ClockKind
from bot.playbook.permissions import Permission
from bot.playbook.policy_clocks import Retrospective as Wanted
from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import Content
from bot.playbook.retrospective_steps import Part, State, Step, step
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history, privacy, retrospective_draft
from bot.services.found import found
from storage import escalations, outbox, retro_overview, retrospectives
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect
from storage.retro_records import Retrospective


async def resolved(tx: Tx, ace: Escalation) -> None:
    """The case is resolved: open the draft when one is required, else offer it; once.

    Source: handbook, "When is a Retrospective Review needed?"; the highest severity ever counts.
    """
    there = await retrospectives.find(tx, ace.number)
    if there is not None:
        there.required = is_required(tx, ace)
        await _due(tx, ace, there)
        await show(tx, ace)
    elif is_required(tx, ace):
        await _open(tx, ace, by=None)
    else:
        since = int(ace.resolved_at.timestamp()) if ace.resolved_at else 0
        await cases.announce(tx, ace, "retro_offered", f"retro-offered-{since}")


async def open_by_hand(tx: Tx, number: int, *, by: str) -> Retrospective:
    """Open a retrospective at any time, without touching the status; one that is there is returned.

    Raises Refusal when `by` may not change the case.
    """
    ace = await found(tx, number, by=by, lock=True)
    if there := await retrospectives.find(tx, number):
        return there
    await cases.changing(tx, number, by=by)
    return await _open(tx, ace, by=by)


async def _open(tx: Tx, ace: Escalation, *, by: str | None) -> Retrospective:
    if ace.progress is None:
        ace.progress = {}
    content = await retrospective_draft.of(tx, ace)
    made = Retrospective(
        number=ace.number,
        owner=ace.em or by or ace.filer,
        required=is_required(tx, ace),
        content=_kept(content),
        opened_at=tx.now,
        opened_by=by,
        edited_at=tx.now,
    )
    tx.add(made)
    await tx.flush()
    history.note(tx, ace, EntryKind.RETROSPECTIVE, "Opened a retrospective, filled from the record", by=by)
    await _due(tx, ace, made)
    await show(tx, ace)
    return made


async def _due(tx: Tx, ace: Escalation, retro: Retrospective) -> None:
    """Its draft is due some days after the resolution; before that nobody waits for it."""
    if retro.required and retro.state is State.DRAFT and ClockKind.RETROSPECTIVE.runs_in(ace.status):
        await clockwork.retrospective_opened(tx, ace)


def is_required(tx: Tx, ace: Escalation) -> bool:
    """Whether the policy asks for one, by the highest severity that the case ever had."""
    return tx.policy.severity(ace.highest_severity).retrospective is Wanted.REQUIRED


async def holding(tx: Tx, ace: Escalation) -> str | None:
    """Why the case cannot be closed yet, as a sentence; None when no retrospective holds it open."""
    if not is_required(tx, ace):
        return None
    retro = await retrospectives.find(tx, ace.number)
    if retro is None:
        return "A retrospective is required by the highest severity this case had, and nobody has opened it."
    if retro.version:
        return None
    where = {
        State.DRAFT: "still a draft",
        State.REVIEW: "in review",
        State.APPROVED: "approved, not published",
    }
    return f"Its retrospective is required and {where.get(retro.state, retro.state.label)}."


async def taking(
    tx: Tx, number: int | None, what: Step, *, by: str
) -> tuple[Escalation, Retrospective, State]:
    """Case and retrospective, held for a step that `by` takes, and the state that it leads to.

    Raises Refusal when there is none that `by` may see, or when the step is not theirs or not possible now.
    """
    ace = await found(tx, number, by=by, lock=True)
    retro = await retrospectives.find(tx, ace.number, lock=True)
    if retro is None:
        raise Refusal(
            f"{naming.key(ace.number, tx.policy.keys.prefix)} has no retrospective yet. "
            f"Type /ace retro to open one; nothing was changed."
        )
    return ace, retro, step(retro.state, what, await parts_of(tx, ace, retro, by))


async def parts_of(tx: Tx, ace: Escalation, retro: Retrospective, person: str) -> set[Part]:
    """What somebody is to a retrospective."""
    asked = await retrospectives.request(tx, ace.number, retro.request)
    may_change = person in await escalations.involved(tx, ace.number) or await privacy.may(
        tx, Permission.CHANGE, person
    )
    return {
        Part.READER,
        *([Part.OWNER] if retro.owner == person else []),
        *([Part.EDITOR] if may_change else []),
        *([Part.APPROVER] if asked and person in asked.approvers else []),
    }


async def content(tx: Tx, retro: Retrospective) -> Content:
    """What it says now, action items included."""
    return retro_overview.content_of(retro, await retrospectives.items(tx, retro.number))


def keep(tx: Tx, retro: Retrospective, made: Content, *, by: str) -> None:
    """Keep what was written; the action items have rows of their own."""
    retro.content = _kept(made)
    retro.edited_at, retro.edited_by = tx.now, by


def _kept(made: Content) -> dict[str, object]:
    return {name: value for name, value in made.to_json().items() if name != "tasks"}


async def send_document(tx: Tx, number: int, *, by: str) -> None:
    """Send the document as it stands to somebody who may see the case."""
    await found(tx, number, by=by)
    detail = {"what": "document", "to": by}
    what = f"document:{by}:{int(tx.now.timestamp())}"
    await outbox.add(tx, Effect.RETRO_NOTE, number, what, detail=detail)


async def show(tx: Tx, ace: Escalation) -> None:
    """Draw its card again, and those of the case, which tell what is due next."""
    await outbox.add(tx, Effect.RETROSPECTIVE, ace.number)
    await cases.show(tx, ace)
