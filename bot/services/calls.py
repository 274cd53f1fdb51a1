"""Calls: the discovery call and the triage call of a case, arranged, held or not needed."""

from dataclasses import replace

from bot.playbook import calls
from bot.playbook.acts import Act
from bot.playbook.calls import CallSaid, CallState
from bot.playbook.progress import Call, Noted, Progress
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.triage import call_due
from bot.services import cases, clockwork, history, teammates, undo
from bot.services.rooms import ADDRESS, CALL
from storage.database import Tx
from storage.models import Escalation

TITLES = {Act.DISCOVERY_CALL: "Discovery call", Act.TRIAGE_CALL: "Triage call"}


async def record(tx: Tx, number: int, act: Act, said: CallSaid, *, by: str) -> Escalation:
    """Record the discovery call or the triage call, whichever `act` is about; its clock follows.

    Raises Refusal, with the field, when something is missing. Source: handbook, "Triage".
    """
    ace = await cases.changing(tx, number, by=by, act=act)
    due = call_due(ace.claimed_at, tx.policy) if act is Act.TRIAGE_CALL else None
    calls.check(said, tx.now, due)
    if said.link and (not ADDRESS.fullmatch(said.link) or len(said.link) > CALL):
        raise Refusal("That is no web address. Start with https://, or leave it empty.", field="link")
    made = cases.progress(ace)
    earlier = _kept(made, act) or Call()
    call = _call(earlier, said, Noted(by=by, at=tx.now, text=said.note))
    if _facts(call) == _facts(earlier):
        return ace
    before = undo.Before(ace, *await clockwork.rows(tx, ace))
    cases.keep(tx, ace, _keeping(made, act, call))
    history.note(tx, ace, EntryKind.CHECK, _line(TITLES[act], said), by=by, call=act, state=said.state)
    if act is Act.TRIAGE_CALL:
        await _follow(tx, ace, call, by=by)
    if said.state is CallState.ARRANGED:
        await _invite(tx, ace, TITLES[act], call, by=by)
    await cases.show(tx, ace)
    await undo.offer(tx, ace, f"{TITLES[act]} recorded", before, by=by)
    return ace


def _kept(made: Progress, act: Act) -> Call | None:
    return made.triage_call if act is Act.TRIAGE_CALL else made.discovery_call


def _facts(call: Call) -> tuple[object, ...]:
    """What a call says, whoever said it when."""
    noted = (call.arranged, call.held, call.waived)
    return call.when, call.link, *(each.text if each else None for each in noted)


def _keeping(made: Progress, act: Act, call: Call) -> Progress:
    if act is Act.TRIAGE_CALL:
        return replace(made, triage_call=call)
    return replace(made, discovery_call=call)


def _call(call: Call, said: CallSaid, noted: Noted) -> Call:
    match said.state:
        case CallState.HELD:
            when = said.when or noted.at
            return replace(call, when=when, link=said.link or call.link, held=noted, waived=None)
        case CallState.WAIVED:
            return Call(waived=noted)
    return Call(when=said.when, link=said.link, arranged=noted)


def _line(title: str, said: CallSaid) -> str:
    match said.state:
        case CallState.HELD:
            return f"{title} held: {said.note}"
        case CallState.WAIVED:
            return f"{title} not needed: {said.note}"
    later = f" ({said.note})" if said.note else ""
    return f"{title} arranged for {said.when:%d %b %H:%M} UTC{later}"


async def _follow(tx: Tx, ace: Escalation, call: Call, *, by: str) -> None:
    if call.is_settled:
        await clockwork.triage_call_held(tx, ace, by=by)
    else:
        await clockwork.triage_call_set(tx, ace, call.when)


async def _invite(tx: Tx, ace: Escalation, title: str, call: Call, *, by: str) -> None:
    """Whoever is in the channel learns when to come, once for each time it is arranged."""
    when = call.when.isoformat() if call.when else ""
    name = await teammates.name(tx, by)
    once = f"call-{tx.now.isoformat()}"
    await cases.announce(tx, ace, "call_arranged", once, title=title, when=when, link=call.link, name=name)
