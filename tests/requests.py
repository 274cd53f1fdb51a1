"""Requests of every kind as Slack sends them, to be sent again with changes."""

from typing import Any

from sandbox.deliver.record import COMMANDS
from tests.doors import lived_in
from tests.world import World

KINDS = [
    "slash_commands",
    "shortcut",
    "message_action",
    "block_actions",
    "view_submission",
    "event_callback",
]


async def recorded(world: World) -> dict[str, list[dict[str, Any]]]:
    """Valid requests of every kind, as the simulated workspace sent them."""
    await lived_in(world)
    await world.ana.uses_shortcut("Raise an ACE")
    message = world.messages("escalations")[0]
    await world.ana.uses_message_shortcut("Raise an ACE", message)
    await world.eli.types("/ace show ACE-0001", in_="general")
    await world.eli.types("hello", in_=await world.channel())
    await world.settle()
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for delivery in world.sandbox.deliveries.log:
        kind = COMMANDS if delivery.kind == COMMANDS else str(delivery.payload["type"])
        found[kind].append(delivery.payload)
    return found


def paths(body: Any, path: tuple[Any, ...] = ()) -> Any:
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


def fresh_trigger(world: World, body: dict[str, Any]) -> str:
    """Slack's word that a modal may be opened now: on top of the one it came from, else a new one."""
    view = body.get("view")
    on = view.get("id") if isinstance(view, dict) else None
    world.ws.stacks.clear()
    if isinstance(on, str) and on in world.ws.views:
        world.ws.stacks[world.ana.id] = [on]
        return world.ws.triggers.issue(world.ana.id, world.app, view=on)
    return world.ws.triggers.issue(world.ana.id, world.app)
