"""bots.info."""

from sandbox import shapes
from sandbox.api import MethodCall, method
from sandbox.errors import SlackError
from sandbox.state import Json


@method("bots.info", scope="users:read")
def info(call: MethodCall) -> Json:
    """A bot by its B id."""
    if not call.has("bot"):
        raise SlackError("missing_argument")
    wanted = call.text("bot")
    app = next((app for app in call.ws.apps.values() if app.bot_id == wanted), None)
    if app is None:
        raise SlackError("bot_not_found")
    profile = shapes.bot_profile(call.ws, app)
    return {
        "bot": {
            key: profile[key] for key in ("id", "deleted", "name", "updated", "app_id", "user_id", "icons")
        }
    }
