"""Requests of every kind as Slack sends them, to be sent again with changes."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from blocks.ids import Command, Form, Press, about
from bot.playbook.acts import WAYS
from sandbox.deliver.record import COMMANDS
from storage.models import SurfaceKind
from tests.shapes import KINDS, envelopes, kind_of
from tests.tours import TOURS, Tour
from tests.tours.tour import form_of, pressed
from tests.world import World

Json = dict[str, Any]
Requests = dict[tuple[str, str], Json]  # by kind, and by what of that kind it is

EVENT, PRESS, FORM = "event_callback", "block_actions", "view_submission"
CLOSED, SUGGESTION = "view_closed", "block_suggestion"
# What ACE takes though nothing that it draws sends it any more.
NOT_DRAWN_PRESSES, NOT_DRAWN_FORMS = {Press.LINKS}, {Form.PANEL}


async def recorded(world: World, tour: str) -> Requests:
    """Valid requests: each form and each press of a tour; of the first one also everything else there is."""
    await TOURS[tour].walk(Tour(world))
    found: Requests = {}
    for delivery in world.sandbox.deliveries.log:
        kind = COMMANDS if delivery.kind == COMMANDS else str(delivery.payload["type"])
        found[kind, _name(kind, delivery.payload)] = delivery.payload
    if tour == "filed":
        return found | await _beside(world, found)
    return {key: body for key, body in found.items() if key[0] in {FORM, PRESS}}


def _name(kind: str, payload: Json) -> str:
    """What a request is, so that one of each is enough."""
    if kind == EVENT:
        return kind_of(payload)
    if kind == FORM:
        return form_of(payload)
    if kind == PRESS:
        place = "view" if payload.get("view") else "message"
        return f"{pressed(payload)} in a {place}"
    return str(payload.get("callback_id") or payload.get("command") or "")


async def _beside(world: World, found: Requests) -> Requests:
    """Every kind of event, every command, and what is not drawn or not asked for any more."""
    opening = await world.card(SurfaceKind.OPENING)
    made = {(EVENT, kind_of(each)): each for each in envelopes(world, await world.channel(), opening)}
    assert {name for _, name in made} == set(KINDS)
    command = found[COMMANDS, Command.ACE]
    for act, way in WAYS.items():
        made[COMMANDS, act] = {**command, "text": f"{way.example or act} ACE-0001"}
    form = next(each for (kind, _), each in found.items() if kind == FORM)
    press = next(each for (kind, name), each in found.items() if kind == PRESS and "message" in name)
    for name in NOT_DRAWN_FORMS:
        made[FORM, name] = {**form, "view": {**form["view"], "callback_id": name}}
    for each in NOT_DRAWN_PRESSES:
        action = {**press["actions"][0], "action_id": about(each, 1)}
        made[PRESS, each] = {**press, "actions": [action]}
    made[CLOSED, ""] = {**form, "type": CLOSED, "is_cleared": False}
    asked = {"action_id": "customer", "block_id": "customer", "value": "Ac"}
    made[SUGGESTION, ""] = {**form, "type": SUGGESTION, **asked}
    return deepcopy(made)


def paths(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where everything in a body is, itself left out."""
    if path:
        yield path
    steps = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for step, inner in steps:
        yield from paths(inner, (*path, step))


def changed(body: Any, path: tuple[Any, ...], value: Any, *, remove: bool = False) -> Any:
    """The body, changed in one place."""
    inner = body
    for step in path[:-1]:
        inner = inner[step]
    if remove:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return body


def fresh_trigger(world: World, body: Json) -> str:
    """Slack's word that a modal may be opened now: on top of the one it came from, else a new one."""
    view = body.get("view")
    on = view.get("id") if isinstance(view, dict) else None
    world.ws.stacks.clear()
    if isinstance(on, str) and on in world.ws.views:
        world.ws.stacks[world.ana.id] = [on]
        return world.ws.triggers.issue(world.ana.id, world.app, view=on)
    return world.ws.triggers.issue(world.ana.id, world.app)
