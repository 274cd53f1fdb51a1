"""Publishing a retrospective: a version that never changes; a correction is the next one."""

from dataclasses import replace

from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import Content, Section
from bot.playbook.retrospective_anonymous import anonymous, leaks, without_names
from bot.playbook.retrospective_publication import Audience, Facts
from bot.playbook.retrospective_steps import Step
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history, retrospective_items, retrospectives
from bot.services.retrospective_approvals import Stale
from storage import outbox, retro_overview
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect
from storage.retro_overview import RetroOverview
from storage.retro_records import RetroVersion

UNTOLD = "An escalation"  # what an anonymous version is called


async def publish(tx: Tx, number: int, audience: Audience, *, channel: str, by: str) -> RetroVersion:
    """Publish the approved content as the next version; the messages and files follow.

    `channel` is where everyone reads retrospectives. Raises Refusal when it is not
    approved, when a private case would be told to everyone, or when an anonymous version still tells names.
    """
    ace, retro, state = await retrospectives.taking(tx, number, Step.PUBLISH, by=by)
    view = await retro_overview.of(tx, number)
    assert view is not None  # noqa: S101 (it is held by this transaction)
    if not view.is_decided:
        raise Stale(
            "It was changed after it was approved, as by one of its action items, so nothing was published. "
            "The approvers are asked again with the difference."
        )
    target = await _target(tx, ace, audience, channel)
    content, facts = told(view, audience)
    retro.version, retro.state = retro.version + 1, state
    published = RetroVersion(
        number=number,
        version=retro.version,
        content=content.to_json(),
        hash=view.content.hash,
        audience=audience,
        facts=facts.to_json(),
        by=by,
        at=tx.now,
    )
    tx.add(published)
    await tx.flush()
    said = f"Published version {retro.version} of the retrospective: {audience.label}"
    history.note(tx, ace, EntryKind.RETROSPECTIVE, said, by=by, version=retro.version)
    detail = {"what": "publication", "to": target, "version": retro.version}
    await outbox.add(tx, Effect.RETRO_NOTE, number, f"publication:{retro.version}", detail=detail)
    await clockwork.retrospective_settled(tx, ace, by=by)
    await retrospective_items.agree_all(tx, ace)
    await retrospectives.show(tx, ace)
    return published


async def _target(tx: Tx, ace: Escalation, audience: Audience, channel: str) -> str:
    """The channel where it is posted; raises Refusal when it may not be."""
    if ace.visibility.is_private and audience is Audience.EVERYONE:
        raise Refusal(
            "This is a private case, so its retrospective cannot go to everyone as it is. Publish it in "
            "the case channel, or without names. Nothing was published.",
            field="audience",
        )
    if audience is not Audience.CASE:
        return channel
    if room := await cases.room(tx, ace):
        return room
    raise Refusal(
        "The case has no channel that ACE can write in, so there is nowhere to publish it. Press Try "
        "again on the case's card first. Nothing was published.",
        field="audience",
    )


def told(view: RetroOverview, audience: Audience) -> tuple[Content, Facts]:
    """What is published for an audience. Raises Refusal when an anonymous version would tell names."""
    facts = view.facts()
    if audience is not Audience.ANONYMOUS:
        return named(view, view.content), facts
    secrets = view.secrets
    content = anonymous(view.content, secrets)
    plain = Facts(
        title=without_names(facts.title, secrets),
        key=UNTOLD,
        customer="A customer",
        severity=facts.severity,
        product=facts.product,
        filed_at=facts.filed_at,
        claimed_at=facts.claimed_at,
        resolved_at=facts.resolved_at,
        zone=facts.zone,
        version=facts.version,
        note=without_names(facts.note, secrets),
    )
    texts = [plain.title, plain.product, plain.note, *(content.plain(section) for section in Section)]
    if found := leaks("\n".join(texts), secrets):
        raise Refusal(
            f"The version without names still tells: {', '.join(found[:8])}. Say it otherwise in the "
            "retrospective, or publish it in the case channel only. Nothing was published.",
            field="audience",
        )
    return content, plain


def named(view: RetroOverview, content: Content) -> Content:
    """The content with the people of its action items by name instead of id."""
    tasks = tuple(
        replace(
            task,
            owner=view.name(task.owner) if task.owner else "",
            committed_by=view.name(task.committed_by) if task.committed_by else "",
        )
        for task in content.tasks
    )
    return replace(content, tasks=tasks)


async def correct(tx: Tx, number: int, why: str, *, by: str) -> None:
    """Begin the next version: what is published stays, the text can be changed. Raises Refusal."""
    if not why.strip():
        raise Refusal(
            "Say in a few words what is corrected: readers of the next version see it.", field="why"
        )
    ace, retro, state = await retrospectives.taking(tx, number, Step.CORRECT, by=by)
    retro.state, retro.correction = state, why[:300]
    said = f"Began a correction of the retrospective: {why[:500]}"
    history.note(tx, ace, EntryKind.RETROSPECTIVE, said, by=by)
    await retrospectives.show(tx, ace)
