"""auth.test and api.test."""

from sandbox.api import MethodCall, method
from sandbox.errors import SlackError
from sandbox.state import Json


@method("auth.test")
def test(call: MethodCall) -> Json:
    """Who the token belongs to."""
    return {
        "url": call.ws.team.url,
        "team": call.ws.team.name,
        "team_id": call.ws.team.id,
        "user": call.bot.name,
        "user_id": call.bot.id,
        "bot_id": call.app.bot_id,
        "app_id": call.app.id,
        "app_name": call.app.name,
        "is_enterprise_install": False,
    }


@method("api.test", caller="none")
def api_test(call: MethodCall) -> Json:
    """What was sent; the error that was asked for."""
    if call.has("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}
