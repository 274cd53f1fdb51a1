"""The form in front of somebody, as tests look at it and send it."""

import copy

from sandbox import interactions
from sandbox.deliver import INTERACTIVE, Answer
from sandbox.hands.controls import Control, controls, seen
from sandbox.person import Person
from tests.world import World


def labels(person: Person) -> list[str]:
    """The labels of the fields, in order."""
    return [control.label for control in _inputs(person)]


def standing(person: Person, label: str) -> str:
    """What stands in a field: typed text, or what the chosen option reads."""
    assert person.view
    for control in _inputs(person):
        if control.label == label:
            value = person.view.values[control.block["block_id"]][control.element["action_id"]]
            chosen = value.get("selected_option")
            return seen(chosen["text"]) if chosen else str(value.get("value") or "")
    raise LookupError(f"no {label} in {labels(person)}")


def shows(person: Person) -> str:
    """All text of the modal in front."""
    assert person.view, f"{person.name} has no modal; they were told {person.told} {person.trouble}"
    return person.screen(person.view)


async def submits_unchecked(world: World, person: Person, **texts: str) -> Answer:
    """Submit the form with these texts by field, as no client of Slack's would: whatever they are."""
    view = person.view
    assert view
    shown = copy.deepcopy(world.ws.stacked.as_json(view))
    for name, text in texts.items():
        shown["state"]["values"][name][name] = {"type": "plain_text_input", "value": text}
    payload = interactions.view_submission(
        world.ws,
        world.app,
        person.user,
        view=shown,
        trigger_id=world.ws.triggers.issue(person.id, world.app, view=view.id),
        response_urls=[],
    )
    answer = await world.sandbox.deliveries.request(world.app, INTERACTIVE, payload)
    assert isinstance(answer.body, dict)
    world.ws.stacked.apply_answer(person.id, view, answer.body)
    return answer


def _inputs(person: Person) -> list[Control]:
    assert person.view, f"{person.name} has no form; they were told {person.told} {person.trouble}"
    return [control for control in controls(person.view.body["blocks"]) if control.is_input]
