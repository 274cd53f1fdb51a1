"""Everything the simulated workspace sends to apps, over HTTP or Socket Mode."""

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.deliver.deliveries import Deliveries
from sandbox.deliver.faults import DeliveryFault, DeliveryFaults
from sandbox.deliver.record import COMMANDS, EVENTS, INTERACTIVE, Answer, Delivery

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

__all__ = [
    "COMMANDS",
    "EVENTS",
    "INTERACTIVE",
    "Answer",
    "Deliveries",
    "Delivery",
    "DeliveryFault",
    "DeliveryFaults",
    "add_routes",
    "settle",
]


def add_routes(app: web.Application, ws: "Workspace") -> None:
    """The /link door for Socket Mode."""

    async def link(request: web.Request) -> web.StreamResponse:
        return await ws.deliveries.sockets.serve(request)

    app.router.add_get("/link", link)
    app.router.add_get("/link/", link)


async def settle(ws: "Workspace") -> None:
    """Wait until every app has dealt with what it was told so far."""
    await ws.deliveries.idle()
