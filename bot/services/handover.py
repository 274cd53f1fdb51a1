"""Handover: the EM's seat is offered with a packet, and passes on only when the other one accepts."""

from dataclasses import replace

from bot.playbook import naming
from bot.playbook.acts import Act
from bot.playbook.handover import HandoverState, Packet
from bot.playbook.lifecycle import Status
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, leadership, privacy
from bot.services.found import found
from storage import handovers, outbox, people
from storage.case_records import Handover
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect


async def offer(tx: Tx, number: int, taker: str, packet: Packet, *, by: str) -> Handover:
    """Offer the EM's seat to `taker`, who gets the packet with the question whether they accept.

    The present EM leads on until then. Raises Refusal when `by` does not lead the case, when `taker` may not,
    or when an offer waits already.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.HANDOVER)
    key = naming.key(ace.number, tx.policy.keys.prefix)
    await leadership.check_leads(tx, ace, by, key=key)
    if taker == ace.em:
        raise Refusal(f"They lead {key} already. Choose somebody else.", field="taker")
    await leadership.check_can_lead(tx, ace, taker, key=key, field="taker")
    if waits := await handovers.waiting(tx, ace.number):
        name = await leadership.name(tx, waits.taker)
        raise Refusal(f"{key} is offered to {name} already. Withdraw that first, or wait for the answer.")
    state = f"{ace.severity.long_label} · {ace.status.label}"
    made = Handover(
        number=ace.number,
        giver=ace.em or "",
        taker=taker,
        packet=replace(packet, state=state).to_json(),
        offered_at=tx.now,
    )
    tx.add(made)
    await tx.flush()
    await _note(tx, ace, f"{_seat(tx)}: offered to {await leadership.name(tx, taker)}", made, by=by)
    return made


async def accept(tx: Tx, number: int, offered: int, *, by: str) -> Escalation:
    """Take the seat that was offered to `by`. Raises Refusal when the offer does not stand any more."""
    ace, made = await _offered(tx, number, offered, by=by)
    if not await handovers.answer(tx, offered, HandoverState.ACCEPTED):
        raise Refusal(_over(made))
    await leadership.pass_on(tx, ace, giver=made.giver, taker=made.taker, by=by, how="accepted the handover")
    await _shown(tx, ace, made)
    told = {"giver": made.giver, "taker": made.taker}
    await cases.announce(tx, ace, "handed_over", f"handed-over-{made.id}", **told)
    await cases.tell(tx, ace, made.giver, "handover_accepted", f"accepted-{made.id}", **told)
    return ace


async def decline(tx: Tx, number: int, offered: int, why: str, *, by: str) -> None:
    """Leave the seat where it is, and tell the giver why. Raises Refusal when the offer does not stand."""
    ace, made = await _offered(tx, number, offered, by=by)
    if not await handovers.answer(tx, offered, HandoverState.DECLINED, why=why):
        raise Refusal(_over(made))
    line = f"{_seat(tx)}: {await leadership.name(tx, by)} declined the handover{f': {why}' if why else ''}"
    await _note(tx, ace, line, made, by=by)
    told = {"taker": made.taker, "why": why}
    await cases.tell(tx, ace, made.giver, "handover_declined", f"declined-{made.id}", **told)


async def withdraw(tx: Tx, number: int, offered: int, *, by: str) -> None:
    """Take an offer back.

    Raises Refusal when it does not stand any more, or `by` neither made it nor leads the case.
    """
    ace = await cases.changing(tx, number, by=by)
    made = await _known(tx, ace, offered)
    key = naming.key(ace.number, tx.policy.keys.prefix)
    if by != made.giver:
        await leadership.check_leads(tx, ace, by, key=key)
    if not await handovers.answer(tx, offered, HandoverState.WITHDRAWN):
        raise Refusal(_over(made))
    await _note(tx, ace, f"{_seat(tx)}: the handover was withdrawn", made, by=by)


async def end_unseen(tx: Tx, ace: Escalation, *, by: str) -> None:
    """Take an offer back from somebody who may see the case no more."""
    made = await handovers.waiting(tx, ace.number)
    if made and not await privacy.sees(tx, ace, made.taker):
        await end(tx, ace, by=by, why="the case turned private")


async def end(tx: Tx, ace: Escalation, *, by: str | None, why: str = "") -> None:
    """An offer that waits is over: the case was closed, or somebody took it over (`why`)."""
    made = await handovers.waiting(tx, ace.number)
    state = HandoverState.WITHDRAWN if why else HandoverState.EXPIRED
    if made and made.id and await handovers.answer(tx, made.id, state, why=why):
        await _note(tx, ace, f"{_seat(tx)}: the handover {state.label}", made, by=by)


async def _offered(tx: Tx, number: int, offered: int, *, by: str) -> tuple[Escalation, Handover]:
    """The case, held, and the offer to `by`; raises Refusal when there is none that stands."""
    ace = await found(tx, number, by=by, lock=True)
    made = await _known(tx, ace, offered)
    if made.taker != by:
        raise Refusal("This was offered to somebody else, so only they can answer. Nothing was changed.")
    if made.state != HandoverState.OFFERED:
        raise Refusal(_over(made))
    if ace.status is Status.CLOSED:
        key = naming.key(ace.number, tx.policy.keys.prefix)
        raise Refusal(f"{key} is {ace.status.label}, so there is nothing to take over. Nothing was changed.")
    return ace, made


async def _known(tx: Tx, ace: Escalation, offered: int) -> Handover:
    made = await handovers.find(tx, offered)
    if made is None or made.number != ace.number:
        raise Refusal("There is no such handover. Nothing was changed.")
    return made


def _over(made: Handover) -> str:
    return f"This handover {made.state.label} already. Nothing was changed."


def _seat(tx: Tx) -> str:
    return tx.policy.roles[Role.EM]


async def _note(tx: Tx, ace: Escalation, line: str, made: Handover, *, by: str | None) -> None:
    history.note(tx, ace, EntryKind.ROLE, line, by=by, handover=made.id, state=made.state)
    await cases.show(tx, ace)
    await _shown(tx, ace, made)


async def _shown(tx: Tx, ace: Escalation, made: Handover) -> None:
    """Draw the message with the packet as things are now."""
    detail: Json = {"handover": made.id, "to": made.taker}
    await outbox.add(tx, Effect.HANDOVER, ace.number, str(made.id), detail=detail, priority=outbox.SOON)
    if await people.find(tx, made.taker) is None:
        await outbox.add(tx, Effect.LEARN_PERSON, ace.number, made.taker, detail={"user": made.taker})
