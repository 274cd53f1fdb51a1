"""Serves a workspace on 127.0.0.1: the Web API, response URLs, uploads, Socket Mode, and the page."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from aiohttp import web

import sandbox.api.files
import sandbox.deliver
import sandbox.responses
from sandbox.api import serve
from sandbox.deliver import Deliveries

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

NextDue = Callable[[], Awaitable[datetime | None]]  # an aware moment, None when nothing is due
LARGEST_REQUEST = 32 * 1024 * 1024  # bytes; files come through here too
PATIENCE = 1.0  # seconds for open connections to end when stopping


class Sandbox:
    """A workspace that can be reached over HTTP; `url` and `api_url` are known once started."""

    def __init__(self, workspace: "Workspace", *, page: bool = False) -> None:
        """Serve `workspace`, with the browser page when asked."""
        self.workspace = workspace
        self.url = ""
        self.api_url = ""
        self.deliveries = Deliveries(workspace)
        workspace.deliveries = self.deliveries
        self.next_due: NextDue | None = None  # set by the host program: the page can move the clock there
        self._page = page
        self._runner: web.AppRunner | None = None

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. The team's url becomes this address."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        serve.add_routes(app, self.workspace)
        sandbox.responses.add_routes(app, self.workspace)
        sandbox.api.files.add_routes(app, self.workspace)
        sandbox.deliver.add_routes(app, self.workspace)
        if self._page:
            from sandbox.page import add_routes  # noqa: PLC0415 - only the demo needs the page

            add_routes(app, self)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}/"
        self.api_url = f"{self.url}api/"
        self.workspace.team.url = self.url
        await self.deliveries.start()

    async def stop(self) -> None:
        """Stop delivering and listening; again is no fault."""
        await self.deliveries.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
