"""From a control that was touched in the browser (block_id, action_id) to what the person did with it."""

from typing import TYPE_CHECKING, Any

from sandbox.hands.controls import MENUS, PRESSED, Control, options_of
from sandbox.hands.surfaces import MessageSurface, Surface, ViewSurface
from sandbox.page.doors import Refusal, channel_of, record, text
from sandbox.state import App, Json, View
from sandbox.values import SLOTS

if TYPE_CHECKING:
    from sandbox.person import Person

GONE = "This is no longer on your screen."
SAID = ("text", "value", "style", "url")  # what a button says of itself
EXTERNAL = {"external_select", "multi_external_select"}


def surface_of(person: "Person", where: Json) -> Surface:
    """The message {channel, ts}, modal {view} or Home tab {home} a request is about; Refusal when gone."""
    ws = person.ws
    if "view" in where:
        return ViewSurface(person, modal_of(person, text(where, "view")))
    if "home" in where:
        app = ws.apps.get(text(where, "home"))
        view = app.home_views.get(person.id) if app else None
        if view is None:
            raise Refusal(409, GONE)
        return ViewSurface(person, view)
    channel = channel_of(ws, person.id, text(where, "channel"))
    message = channel.messages.get(text(where, "ts"))
    if message is None or message.ephemeral_to not in (None, person.id) or message.app_id not in ws.apps:
        raise Refusal(409, GONE)
    return MessageSurface(person, message)


def modal_of(person: "Person", view_id: str) -> View:
    """The modal in front; Refusal when that is another one by now."""
    if person.view is None or person.view.id != view_id:
        raise Refusal(409, "This form is no longer open.")
    return person.view


def control_of(surface: Surface, body: Json) -> Control:
    """The control with the request's block_id and action_id (and value, where two share them)."""
    ids = (text(body, "block_id"), text(body, "action_id"))
    found = [c for c in surface.controls() if (c.block["block_id"], c.element.get("action_id")) == ids]
    if not found:
        raise Refusal(409, GONE)
    said = record(body, "value").get("value")
    return next((c for c in found if said is not None and c.element.get("value") == said), found[0])


def keep(surface: Surface, typed: Json) -> None:
    """Keep what is typed and chosen: {block_id: {action_id: value object}}; unknown ids are left out."""
    for control in surface.controls():
        if control.type in SLOTS:
            block_id, action_id = control.block["block_id"], control.element["action_id"]
            actions = typed.get(block_id)
            value = actions.get(action_id) if isinstance(actions, dict) else None
            if isinstance(value, dict):
                surface.values.setdefault(block_id, {})[action_id] = shaped(control, value)


def shaped(control: Control, value: Json) -> Json:
    """A value object as Slack words it, from what the browser sent; Refusal for an unknown option."""
    slot = SLOTS[control.type]
    chosen: Any = value.get(slot.key) or ([] if slot.many else None)
    if isinstance(chosen, list) != slot.many:
        raise Refusal(400, f"{slot.key} must {'' if slot.many else 'not '}be a list.")
    if chosen and slot.key.startswith("selected_option") and control.type not in EXTERNAL:
        chosen = [option_of(control, one) for one in chosen] if slot.many else option_of(control, chosen)
    result: Json = {"type": control.type, slot.key: chosen}
    if "timezone" in control.element:
        result["timezone"] = control.element["timezone"]
    return result


def option_of(control: Control, chosen: object) -> Json:
    """The element's own option with the value of the chosen one, as payloads name it."""
    wanted = chosen.get("value") if isinstance(chosen, dict) else None
    for option in options_of(control.element):
        if option.get("value") == wanted:
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    raise Refusal(400, "That option is not offered.")


async def press(person: "Person", body: Json) -> None:
    """Press, pick or choose one control, as `Person` would: {surface, block_id, action_id, value, values}."""
    surface = surface_of(person, record(body, "surface"))
    control = control_of(surface, body)
    keep(surface, record(body, "values"))
    value = record(body, "value")
    if control.type in MENUS:
        await surface.fire(control, {"selected_option": option_of(control, value.get("selected_option"))})
    elif control.type in PRESSED or control.type not in SLOTS:
        said: Json = {key: control.element[key] for key in SAID if key in control.element}
        await surface.fire(control, said)
    else:
        chosen = shaped(control, value)
        surface.keep(control, chosen)
        await surface.fire(control, chosen)


async def suggest(person: "Person", body: Json) -> Json:
    """What an external select offers for a query."""
    surface = surface_of(person, record(body, "surface"))
    options = await surface.ask(control_of(surface, body), text(body, "query"))
    return {"options": options}


def app_of(person: "Person", key: str) -> App:
    """An installed app by id."""
    app = person.ws.apps.get(key)
    if app is None or not app.installed:
        raise Refusal(404, "There is no such app.")
    return app
