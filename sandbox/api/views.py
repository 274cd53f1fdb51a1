"""views.*: modals and Home tabs."""

from sandbox.api import MethodCall, method
from sandbox.errors import invalid_arguments
from sandbox.state import Json, View


def _shown(call: MethodCall, view: View) -> Json:
    return {"view": call.ws.stacked.as_json(view)}


def _trigger(call: MethodCall) -> str:
    if not call.has("trigger_id"):
        raise invalid_arguments("missing required field: trigger_id")
    return call.text("trigger_id")


@method("views.open", required=("view",))
def open_view(call: MethodCall) -> Json:
    """Show a modal to whoever caused the trigger."""
    return _shown(call, call.ws.stacked.open(call.app, _trigger(call), call.args["view"]))


@method("views.push", required=("view",))
def push_view(call: MethodCall) -> Json:
    """Lay a modal over the one the trigger came from."""
    return _shown(call, call.ws.stacked.push(call.app, _trigger(call), call.args["view"]))


@method("views.update", required=("view",))
def update_view(call: MethodCall) -> Json:
    """Replace what a modal or a Home tab shows."""
    view = call.ws.stacked.update(
        call.app,
        call.args["view"],
        view_id=call.text("view_id"),
        external_id=call.text("external_id"),
        revision=call.text("hash"),
    )
    return _shown(call, view)


@method("views.publish", required=("user_id", "view"))
def publish_view(call: MethodCall) -> Json:
    """Show a Home tab to one person."""
    user, revision = call.text("user_id"), call.text("hash")
    return _shown(call, call.ws.stacked.publish(call.app, user, call.args["view"], revision=revision))
