"""Leading at random: whatever the buttons of a case offer, and its way step by step."""

from storage.models import SurfaceKind
from storage.overview import Overview
from tests.soak.actor import Actor
from tests.soak.filling import completes, goes_on, pressable, presses

STEPS = ("Start triage", "Start work", "Resolve", "Close")
SELDOM = {  # what would end most cases early, or hide them from most people
    "Change who may see it": 0.3,
    "Archive channel": 0.2,
    "Decline": 0.1,
    "De-escalate": 0.3,
    "Reopen": 0.3,
}
GAPS = 6  # things that a step waits for, supplied in one go


async def does_something(who: Actor) -> None:
    """Open everything that can be done to a case, and do one thing of it."""
    case = await who.own() or await who.case()
    room = who.room(case) if case else None
    if case is None or room is None:
        return
    card = who.card(case, SurfaceKind.OPENING)
    if card and who.random.random() < 0.5:
        await who.person.presses("More", on=card)
    else:
        await who.person.types("/ace", in_=room)
    if view := who.person.view:
        there = pressable(view)
        weights = [SELDOM.get(name, 1) for _, name in there]
        await presses(who, view, *who.random.choices(there, weights))
        await goes_on(who)


async def presses_the_card(who: Actor) -> None:
    """Press something on the opening card, and go on from there."""
    case = await who.case()
    card = who.card(case, SurfaceKind.OPENING) if case and who.room(case) else None
    if card and (there := pressable(card)):
        await presses(who, card, who.random.choice(there))
        await goes_on(who)


async def moves_on(who: Actor) -> None:
    """Take the next step of a case of theirs, after supplying what it waits for."""
    case = await who.own()
    if case is None or who.room(case) is None:
        return
    for _ in range(GAPS):
        if not await _steps(who, case):
            return
        gaps = pressable(view) if (view := who.person.view) else []
        if view is None or not gaps:
            break
        await presses(who, view, who.random.choice(gaps))
        await goes_on(who)
        await who.looks_away()
    if who.fields():
        await completes(who)


async def _steps(who: Actor, case: Overview) -> bool:
    """Press the next step on the opening card, if there is one."""
    card = who.card(case, SurfaceKind.OPENING)
    step = next((each for each in pressable(card) if each[1].startswith(STEPS)), None) if card else None
    if card and step:
        await presses(who, card, step)
    return bool(step)
