"""Pressing and choosing: from a control on a surface to what its app is told."""

from typing import Any

from sandbox.hands.answers import option, value_object
from sandbox.hands.controls import MENUS, PRESSED, Control, missing, options_of, seen
from sandbox.hands.surfaces import Surface
from sandbox.state import Json
from sandbox.values import SLOTS

EXTERNAL = {"external_select", "multi_external_select"}


async def press(surface: Surface, control: Control, label: str, *, confirm: bool = True) -> None:
    """Press a button, or the entry `label` of an overflow menu; without `confirm` the dialog is declined."""
    if not confirm and "confirm" in control.element:
        surface.person.asked.append(control.element["confirm"])
        return
    if control.type in MENUS:
        await surface.fire(control, {"selected_option": option(control, label)})
        return
    said: Json = {
        key: control.element[key] for key in ("text", "value", "style", "url") if key in control.element
    }
    await surface.fire(control, said)


async def choose(surface: Surface, control: Control, answer: Any) -> None:
    """Fill an input, or choose in a menu; the app hears of it when Slack would say so, pick by pick."""
    if control.type in PRESSED | MENUS:
        await press(surface, control, str(answer))
        return
    if control.type in EXTERNAL and answer:
        control.options = await _offered(surface, control, answer)
    value = value_object(surface.ws, surface.person.user, control, answer)
    for step in _steps(control, value) if control.fires else [value]:
        surface.keep(control, step)
        if control.fires:
            await surface.fire(control, step)


def _steps(control: Control, value: Json) -> list[Json]:
    """Multi-selects and checkboxes tell of every pick."""
    slot = SLOTS[control.type]
    if not slot.many or not value[slot.key]:
        return [value]
    picks = value[slot.key]
    return [{**value, slot.key: picks[: count + 1]} for count in range(len(picks))]


async def _offered(surface: Surface, control: Control, answer: Any) -> list[Json]:
    """What the app offers when each wanted text is typed into the field."""
    wanted = [str(one) for one in answer] if isinstance(answer, list | tuple) else [str(answer)]
    offered: list[Json] = []
    for text in wanted:
        offered += await surface.ask(control, text)
        if not any(seen(one["text"]).startswith(text) for one in offered):
            raise LookupError(
                missing(text, (seen(one["text"]) for one in offered + options_of(control.element)))
            )
    return offered
