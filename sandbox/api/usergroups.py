"""usergroups.list and usergroups.users.list."""

from sandbox import shapes
from sandbox.api import MethodCall, method
from sandbox.errors import SlackError
from sandbox.state import Json


@method("usergroups.list", scope="usergroups:read")
def list_(call: MethodCall) -> Json:
    """All user groups; disabled ones, members and counts when asked."""
    users, count = call.flag("include_users"), call.flag("include_count")
    groups = [g for g in call.ws.usergroups.values() if not g.disabled or call.flag("include_disabled")]
    return {"usergroups": [shapes.usergroup(call.ws, g, users=users, count=count) for g in groups]}


@method("usergroups.users.list", scope="usergroups:read", required=["usergroup"])
def users_list(call: MethodCall) -> Json:
    """The ids of a group's members."""
    group = call.ws.usergroups.get(call.text("usergroup"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}
