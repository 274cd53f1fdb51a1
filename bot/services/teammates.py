"""Teammates: naming somebody for a part in a case, which brings them in."""

from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, privacy
from storage import escalations, outbox, people
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect


async def check(tx: Tx, person: str, *, field: str | None = None) -> None:
    """Raises Refusal when `person` cannot take a part: nobody was named, they left, or it is a bot."""
    if not person:
        raise Refusal("Name somebody. Nothing was changed.", field=field)
    known = await people.find(tx, person)
    if known and known.deactivated:
        raise Refusal(f"{known.name} has left this workspace. Name somebody else.", field=field)
    if known and known.bot:
        raise Refusal(f"{known.name} is an app, not a person. Name somebody else.", field=field)


async def bring_in(
    tx: Tx, ace: Escalation, person: str, why: str, *, by: str, field: str | None = None
) -> None:
    """Make somebody one of those on the case: invited to its channel, and let in when it is private.

    Raises Refusal when that would let somebody into a private case, and `by` does not decide who sees it.
    """
    if not await privacy.sees(tx, ace, person) and not await privacy.decides(tx, ace, by):
        raise Refusal(
            f"{await name(tx, person)} cannot see this private case, and who may is decided by whoever leads "
            "it and by its group in the policy. Nothing was changed; name somebody else, or ask one of them.",
            field=field,
        )
    await learn(tx, ace, person)
    if await escalations.involve(tx, ace.number, person, why):
        await outbox.add(tx, Effect.MEMBERS, ace.number)
        if ace.visibility.is_private:
            said = f"Let in by a part in it ({why}): {await name(tx, person)}"
            history.note(tx, ace, EntryKind.VISIBILITY, said, by=by, person=person)


async def learn(tx: Tx, ace: Escalation, person: str) -> None:
    """Ask Slack for the name of somebody we have not met; the case's cards follow."""
    if not await people.find(tx, person):
        await outbox.add(tx, Effect.LEARN_PERSON, ace.number, person, detail={"user": person})


async def name(tx: Tx, person: str) -> str:
    """How somebody is called, for words that are kept; without having met them, only that it is somebody."""
    return (await people.names(tx, [person])).get(person, "somebody new")


async def call_on(tx: Tx, ace: Escalation, person: str, what: str, **detail: object) -> None:
    """Name somebody once whose turn it is: in the case channel, and to them alone where there is none."""
    once = f"{what}-{tx.now.isoformat()}"
    if await cases.room(tx, ace):
        await cases.announce(tx, ace, what, once, whom=person, **detail)
    else:
        await cases.tell(tx, ace, person, what, once, whom=person, **detail)
