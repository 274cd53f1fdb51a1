"""Learning at random: retrospectives written, asked about, approved, changed and published."""

from bot.playbook.retrospective import Section
from bot.playbook.retrospective_steps import State
from storage import retro_overview
from storage.models import SurfaceKind
from storage.retro_overview import RetroOverview
from tests import retro
from tests.soak.actor import Actor
from tests.soak.filling import completes, goes_on, pressable, presses

WHYS = ("Exports stopped", "The queue was full", "It has no limit")


async def learns(who: Actor) -> None:
    """Bring a retrospective a step further, as far as theirs to bring."""
    view = await _retrospective(who)
    if view is None or who.room(view.case) is None:
        return
    match view.state:
        case State.DRAFT if view.content.missing():
            await _writes(who, view)
        case State.DRAFT:
            await _presses(who, view, "Request approval")
        case State.REVIEW:
            await _decides(who, view)
        case State.APPROVED:
            await _presses(who, view, "Publish retrospective")
        case _:
            await wanders(who)


async def wanders(who: Actor) -> None:
    """Press something on the card of a retrospective, and go on from there."""
    view = await _retrospective(who)
    card = who.card(view.case, SurfaceKind.RETROSPECTIVE) if view and who.room(view.case) else None
    if card and (there := pressable(card)):
        await presses(who, card, who.random.choice(there))
        await goes_on(who)


async def _retrospective(who: Actor) -> RetroOverview | None:
    """One of a case of theirs, else of any case."""
    for case in (await who.own(), await who.case()):
        async with who.town.store.read() as tx:
            if case and (found := await retro_overview.of(tx, case.ace.number)):
                return found
    return None


async def _writes(who: Actor, view: RetroOverview) -> None:
    """Write a section that approval still needs, or ask why once more."""
    section = who.random.choice(view.content.missing())
    await _presses(who, view, "Write retrospective")
    if section is not Section.CAUSES:
        await who.person.presses(f"Edit {section.label[0].lower()}{section.label[1:]}")
        await completes(who, {section.label: retro.TEXTS.get(section)})
        return
    await who.person.presses("Edit the five whys")
    await who.person.presses("Ask why once more" if view.content.whys else "Add a cause")
    await completes(who, {"Because": who.random.choice(WHYS)})


async def _decides(who: Actor, view: RetroOverview) -> None:
    """Decide as one of those who are asked."""
    waiting = view.waiting
    if not waiting:
        return
    asked = Actor(who.town.world.ws.person(who.random.choice(waiting)), who.town, who.random)
    await asked.looks_away()
    await asked.person.presses(who.random.choice(("Approve", "Approve", "Ask for changes")), in_="@ace")
    if asked.fields():
        await completes(asked)


async def _presses(who: Actor, view: RetroOverview, label: str) -> None:
    """Press a step on its card, and submit what that asks."""
    card = who.card(view.case, SurfaceKind.RETROSPECTIVE)
    if card:
        await who.person.presses(label, on=card)
        if who.fields():
            await completes(who)
