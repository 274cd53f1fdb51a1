"""apps.connections.open."""

from sandbox.api import MethodCall, method
from sandbox.state import Json


@method("apps.connections.open", caller="app")
def connections_open(call: MethodCall) -> Json:
    """The address of a Socket Mode connection, good once."""
    address = call.ws.team.url.replace("http", "ws", 1)
    return {"url": f"{address}link/?ticket={call.ws.ticket(call.app)}&app_id={call.app.id}"}
