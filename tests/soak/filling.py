"""Filling forms at random: something that fits each field, and what leads on where only one answer does."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sandbox.hands import moves
from sandbox.hands.controls import MENUS, PRESSED, Control, controls, options_of, seen
from sandbox.hands.surfaces import MessageSurface, Surface, ViewSurface
from sandbox.state import Json, Message, View
from tests.soak.actor import Actor

PAST = {"When did it happen?", "When did it take place?", "When it was held"}
LEADS_ON: Mapping[str, tuple[str, ...]] = {  # what lets a case go on; the rest comes by chance
    "What is there to record?": ("It was held", "It is not needed"),
    "What came back?": ("The customer confirmed it",),
    "Does the case wait for it?": ("Long",),
}
SETTLES = ("Mark met", "Waive", "Done", "Add a cause")  # what to press first in a list
LEAVES = {"Cancel", "Back"}
STEPS = 5  # forms and presses in a row


def any_answer(who: Actor, field: Control) -> Any:  # noqa: PLR0911 (one for each kind of field)
    """Something that fits a field; None leaves it."""
    match field.type:
        case "datetimepicker":
            hours = who.random.uniform(-5, -0.1) if field.label in PAST else who.random.uniform(0.5, 60)
            return who.town.world.clock.now() + timedelta(hours=hours)
        case "file_input":
            return [("log.txt", b"a line")] if who.random.random() < 0.3 else None
        case "users_select":
            return who.random.choice(who.town.people).user
        case "multi_users_select":
            return [each.user for each in who.random.sample(who.town.people, who.random.randint(1, 3))]
        case "checkboxes" | "multi_static_select":
            return [seen(each["text"]) for each in options_of(field.element)]
        case "static_select" | "radio_buttons":
            return _option(who, field)
    return _typed(who, field)


def _typed(who: Actor, field: Control) -> Any:
    some = who.random.randint(1, 50)
    match field.type:
        case "plain_text_input":
            said = f"{field.label} said, *as* <is> & https://acme.example/{some}"
            return said[-field.element.get("max_length", len(said)) :]
        case "url_text_input":
            return f"https://acme.example/{some}?a=1&b=2"
        case "number_input":
            return some
        case "timepicker":
            return f"{some % 24:02d}:00"
    return None


def _option(who: Actor, field: Control) -> str:
    there = [seen(each["text"]) for each in options_of(field.element)]
    wanted = [each for each in there if each.startswith(LEADS_ON.get(field.label, ()))]
    return who.random.choice(wanted if wanted and who.random.random() < 0.8 else there)


async def fills(who: Actor, answers: dict[str, Any]) -> None:
    """Fill those of the fields that are there."""
    there = {each.label for each in who.fields()}
    await who.person.fills(
        {label: value for label, value in answers.items() if label in there and value is not None}
    )


async def completes(who: Actor, answers: dict[str, Any] | None = None, *, optional: float = 0.5) -> None:
    """Fill the form in front, so many of its optional fields, and submit it; once more when it is refused.

    Fields at which the form is drawn anew come first.
    """
    wanted = answers or {}
    for again in (False, True):
        for redraws in (True, False):
            fields = [each for each in who.fields() if each.fires is redraws]
            for field in fields:
                if again or not field.block.get("optional") or who.random.random() < optional:
                    await fills(who, {field.label: wanted.get(field.label, any_answer(who, field))})
        await who.person.submits()
        if not who.person.errors:
            return


async def goes_on(who: Actor, steps: int = STEPS) -> None:
    """Fill and submit the form in front, or press something on it, until there is none or it is enough."""
    for _ in range(steps):
        view = who.person.view
        if view is None:
            return
        there = pressable(view)
        if view.body.get("submit") and (not there or who.random.random() < 0.6):
            await completes(who)
            if who.person.view and _kind(who.person.view) == _kind(view) and who.random.random() < 0.7:
                return  # a list that takes one more
        elif there:
            await presses(who, view, _first(who, there))
        else:
            return


def _kind(view: View) -> str:
    return str(view.body.get("callback_id"))


def _first(who: Actor, there: list[tuple[Control, str]]) -> tuple[Control, str]:
    settles = [each for each in there if each[1].startswith(SETTLES)]
    return who.random.choice(settles if settles and who.random.random() < 0.5 else there)


def pressable(seen_thing: View | Message) -> list[tuple[Control, str]]:
    """Everything on a form or message that can be pressed, each entry of a menu for itself."""
    blocks: list[Json] = seen_thing.body["blocks"] if isinstance(seen_thing, View) else seen_thing.blocks
    found = [each for each in controls(blocks) if each.type in PRESSED | MENUS]
    return [(each, name) for each in found for name in each.names if name not in LEAVES]


async def presses(who: Actor, seen_thing: View | Message, what: tuple[Control, str]) -> None:
    """Press exactly that, also when something else is called the same."""
    surface: Surface = (
        ViewSurface(who.person, seen_thing)
        if isinstance(seen_thing, View)
        else MessageSurface(who.person, seen_thing)
    )
    await moves.press(surface, *what)
