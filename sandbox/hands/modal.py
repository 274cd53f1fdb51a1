"""Submitting and closing the modal in front of somebody."""

from typing import TYPE_CHECKING

from sandbox import interactions
from sandbox.deliver.record import INTERACTIVE, Answer
from sandbox.errors import SlackError
from sandbox.hands.checks import check
from sandbox.state import View

if TYPE_CHECKING:
    from sandbox.person import Person

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(person: "Person") -> None:
    """Send the modal and do what the app answers; the modal stays when the app fails to answer.

    Raises LookupError without a modal that can be submitted, Rejected when Slack's client would not send it.
    """
    view, ws = person.view, person.ws
    if view is None or not view.body.get("submit"):
        raise LookupError(f"{person.name} has no modal to submit")
    check(view)
    view.errors = {}
    app = ws.apps[view.app_id]
    payload = interactions.view_submission(
        ws,
        app,
        person.user,
        view=ws.stacked.as_json(view),
        trigger_id=ws.triggers.issue(person.id, app, view=view.id),
        response_urls=ws.stacked.response_urls(view),
    )
    _apply(person, view, await ws.deliveries.request(app, INTERACTIVE, payload))


def _apply(person: "Person", view: View, answer: Answer) -> None:
    if not answer.ok or isinstance(answer.body, str):
        person.trouble.append(TROUBLE)
        return
    try:
        person.ws.stacked.apply_answer(person.id, view, answer.body)
    except SlackError as error:
        person.trouble.append(f"{TROUBLE} ({error.answer()})")


async def close(person: "Person", *, everything: bool = False) -> None:
    """Close the modal in front, or the whole stack; apps are told of those that asked for it.

    Raises LookupError without a modal.
    """
    view, ws = person.view, person.ws
    if view is None:
        raise LookupError(f"{person.name} has no modal to close")
    cleared = everything or bool(view.body.get("clear_on_close"))
    for closed in ws.stacked.close(person.id, view.id, cleared):
        if closed.body.get("notify_on_close"):
            app = ws.apps[closed.app_id]
            shown = ws.stacked.as_json(closed)
            payload = interactions.view_closed(ws, app, person.user, view=shown, is_cleared=cleared)
            await ws.deliveries.request(app, INTERACTIVE, payload)
