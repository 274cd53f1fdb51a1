"""The Socket Mode door: envelopes in, acknowledgements out, and a stop that leaves nobody without one."""

import asyncio
import time

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import inbound

PATIENCE = 3.0  # seconds at the stop; after that Slack has given up waiting, too
LOOK = 0.01  # seconds between looks

log = structlog.get_logger(__name__)


class SocketMode(AsyncSocketModeHandler):
    """Bolt's handler, which also knows what is in hand and what Slack cannot have sent."""

    client: SocketModeClient
    in_hand = 0  # envelopes that are not acknowledged yet

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Take one envelope, and acknowledge it; what is malformed is not acknowledged, as over HTTP."""
        self.in_hand += 1
        try:
            inbound.checked(req.payload)
            await super().handle(client, req)
        except inbound.Malformed as fault:
            log.info("request turned away", why=str(fault))
        finally:
            self.in_hand -= 1

    async def stop(self) -> None:
        """Finish what has arrived, then close; Slack gives what comes later to another connection."""
        self.client.auto_reconnect_enabled = False
        until = time.monotonic() + PATIENCE
        while self._busy and time.monotonic() < until:  # noqa: ASYNC110 (slack_sdk's queue has no event)
            await asyncio.sleep(LOOK)
        await self.close_async()  # type: ignore[no-untyped-call]

    @property
    def _busy(self) -> bool:
        return bool(self.in_hand) or not self.client.message_queue.empty()
