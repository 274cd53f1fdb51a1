"""team.info."""

from sandbox.api import MethodCall, method
from sandbox.errors import SlackError
from sandbox.state import Json


@method("team.info", scope="team:read")
def info(call: MethodCall) -> Json:
    """The workspace itself."""
    team = call.ws.team
    if call.has("team") and call.text("team") != team.id:
        raise SlackError("team_not_found")
    icon = {f"image_{size}": f"{team.url}icons/team_{size}.png" for size in (34, 44, 68, 88, 102, 132, 230)}
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "domain": team.domain,
            "url": team.url,
            "email_domain": "",
            "icon": icon | {"image_default": True},
            "is_verified": False,
            "avatar_base_url": team.url,
        }
    }
