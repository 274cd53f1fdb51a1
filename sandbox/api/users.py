"""users.info, users.list, users.lookupByEmail, users.conversations."""

from sandbox import shapes
from sandbox.api import MethodCall, family, method
from sandbox.api.conversations import of_types
from sandbox.api.paging import page
from sandbox.errors import SlackError
from sandbox.state import Json, User


def shown(call: MethodCall, user: User) -> Json:
    """A user as this app may see it."""
    body = shapes.user(call.ws, user, email="users:read.email" in call.app.scopes)
    return body | {"locale": "en-GB"} if call.flag("include_locale") else body


@method("users.info", scope="users:read", required=["user"])
def info(call: MethodCall) -> Json:
    """One user, deactivated or not."""
    user = call.ws.users.get(call.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": shown(call, user)}


@method("users.list", scope="users:read")
def list_(call: MethodCall) -> Json:
    """Everybody, bots and deactivated people too."""
    users, more = page(call, list(call.ws.users.values()), error="invalid_arguments")
    return {
        "members": [shown(call, user) for user in users],
        "cache_ts": call.ws.now(),
        "response_metadata": more,
    }


@method("users.lookupByEmail", scope="users:read.email", required=["email"])
def lookup_by_email(call: MethodCall) -> Json:
    """The active person with that address."""
    wanted = call.text("email").strip().lower()
    for user in call.ws.users.values():
        if wanted and user.email.lower() == wanted and not user.deleted:
            return {"user": shown(call, user)}
    raise SlackError("users_not_found")


@method("users.conversations", scope=family("read"))
def conversations(call: MethodCall) -> Json:
    """The conversations that a user (this bot by default) is in, as far as the bot can see them."""
    user = call.ws.users.get(call.text("user", call.bot.id))
    channels = of_types(call) if user else []
    mine = [c for c in channels if user and user.id in c.members]
    found, more = page(call, mine, most=999)
    return {"channels": [shapes.channel(call.ws, c, call.bot.id) for c in found], "response_metadata": more}
