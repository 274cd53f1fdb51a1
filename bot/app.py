"""The wiring: the only place where the parts meet. Importing it does nothing."""

import asyncio
import contextlib
import logging
import time
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot import obstacles, server, workplace
from bot.delivery import Delivery
from bot.effects.pace import Tempo
from bot.metrics import Metrics
from bot.playbook.policy import Policy
from bot.scheduler import Heartbeat
from bot.services import adoption
from bot.settings import Settings
from bot.slack_client import CountedClient
from bot.socket_mode import SocketMode
from bot.workplace import CannotStart
from handlers import register
from handlers.request import DoorClient, Doorway
from storage import clocks, outbox, people, probe, process_lock, schema
from storage.clock import Clock
from storage.database import Store, reason, unreachable
from storage.outbox import Effect
from storage.workplace import Workplace

READY = 2.0  # seconds that the database has to answer whoever asks whether all is well
KNOWN = 1000  # people of whom a start remembers that they are known, so that nobody waits for it

log = structlog.get_logger(__name__)


class Ace:
    """The whole program on one workspace: `start`, then `stop`."""

    def __init__(
        self, settings: Settings, policy: Policy, clock: Clock | None = None, *, tempo: Tempo | None = None
    ) -> None:
        """Wire nothing yet; `clock` is the one that tests and the demo move, `tempo` is for tests alone."""
        self.settings = settings
        self.clock = clock or Clock()
        self.store = Store(settings.database, self.clock, policy)
        self.tempo = tempo or Tempo()
        self.metrics = Metrics()
        self.url = ""  # where HTTP is served, once started
        self._stack = contextlib.AsyncExitStack()

    async def start(self) -> None:
        """Migrate, get to know the workspace, open the doors and begin to deliver.

        Raises workplace.CannotStart with every reason; nothing is left running then.
        """
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def _start(self) -> None:
        with obstacles.alone(self.settings.database):
            self._stack.enter_context(process_lock.held(self.store.engine.url))
        self._stack.push_async_callback(self.store.close)
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50), trust_env=False)
        )
        place = await self._prepare()
        await self._deliver(place)
        await self._open(place)
        await self._greet()
        log.info("ready", url=self.url or "Socket Mode", team=place.team)

    async def _prepare(self) -> Workplace:
        """Migrate, and get to know the workspace; raises CannotStart with what is wrong with either."""
        problems: list[str] = []
        place = None
        try:
            await schema.upgrade(self.store)
        except schema.TooNew as problem:
            problems.append(str(problem))
        except obstacles.failures(self.settings.database) as problem:
            if not unreachable(problem):
                raise
            problems.append(obstacles.of_database(self.settings.database, problem))
        try:
            place = await workplace.find(
                CountedClient(**self._client_options(self.tempo.timeout)),
                alert=self.settings.alert_channel,
                retro=self.settings.retro_channel,
            )
        except CannotStart as found:
            problems += found.problems
        if place is None or problems:
            raise CannotStart(problems)
        return place

    def _client_options(self, timeout: float) -> dict[str, Any]:
        """What a Slack client on the shared session is made with; it never repeats a call by itself."""
        return {
            "token": self.settings.bot_token.get_secret_value(),
            "base_url": self.settings.api_url,
            "session": self._session,
            "timeout": timeout,
            "retry_handlers": [],
            "logger": logging.getLogger("slack_sdk"),
            "metrics": self.metrics,
        }

    async def _deliver(self, place: Workplace) -> None:
        client = CountedClient(**self._client_options(self.tempo.timeout))
        self._delivery = Delivery(self.store, client, place, tempo=self.tempo, metrics=self.metrics)
        self._delivery.start()
        self._stack.push_async_callback(self._delivery.stop)
        self._heartbeat = Heartbeat(self.store, self.metrics)
        self._heartbeat.start()
        self._stack.callback(self._heartbeat.stop)

    async def _open(self, place: Workplace) -> None:
        client = DoorClient(**self._client_options(self.tempo.door))
        async with self.store.read() as tx:
            met = await people.zones(tx, limit=KNOWN)
        door = Doorway(self.store, client, place, self._session, self.metrics, self.tempo.answer, met=met)
        self._stack.push_async_callback(door.drain)
        self._door = door
        bolt = self._bolt(place)
        register(door).attach(bolt)
        app_token = self.settings.app_token
        await self._serve(None if app_token else bolt)
        if app_token:
            await self._connect(bolt, app_token.get_secret_value())

    def _bolt(self, place: Workplace) -> AsyncApp:
        """Bolt, authorised once for all, so that no request waits for `auth.test`."""
        token = self.settings.bot_token.get_secret_value()
        known = AuthorizeResult(
            enterprise_id=None,
            team_id=place.team,
            bot_token=token,
            bot_id=place.bot,
            bot_user_id=place.bot_user,
        )

        async def authorize(**_request: object) -> AuthorizeResult:
            return known

        client = CountedClient(**self._client_options(self.tempo.door) | {"token": None})
        secret = self.settings.signing_secret
        return AsyncApp(
            client=client,
            logger=logging.getLogger("slack_bolt"),  # else at the root's level, at which it writes payloads
            authorize=authorize,
            signing_secret=secret.get_secret_value() if secret else "",
            process_before_response=True,
        )

    async def _connect(self, bolt: AsyncApp, app_token: str) -> None:
        """Open the Socket Mode connection; raises CannotStart."""
        handler = SocketMode(bolt, app_token)
        self._stack.push_async_callback(handler.stop)
        try:
            # connect_async alone would ask again for ever, whatever Slack says of the token.
            handler.client.wss_uri = await handler.client.issue_new_wss_url()
            await handler.connect_async()  # type: ignore[no-untyped-call]
        except SlackApiError as problem:
            raise CannotStart([f"SLACK_APP_TOKEN: {workplace.reason(problem)}"]) from problem
        except workplace.SILENCE as problem:
            raise CannotStart([workplace.silent(self.settings.api_url, problem)]) from problem

    async def _serve(self, bolt: AsyncApp | None) -> None:
        runner = web.AppRunner(
            server.application(bolt, self.ready, self._numbers),
            access_log=None,
            shutdown_timeout=5,
            handle_signals=False,
        )
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        with obstacles.listening(self.settings.host, self.settings.port):
            await web.TCPSite(runner, self.settings.host, self.settings.port).start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/"

    async def _greet(self) -> None:
        """What every start makes sure of: the introduction, the user groups, clocks for every open case."""
        async with self.store.begin() as tx:
            await outbox.add(tx, Effect.INTRO)
            await outbox.add(tx, Effect.LEARN_GROUPS)
        more = True
        while more:
            async with self.store.begin() as tx:
                more = await adoption.adopt(tx)

    async def ready(self) -> str | None:
        """What keeps us from working, None when nothing does."""
        try:
            async with asyncio.timeout(READY):
                await probe.write(self.store)
        except (SQLAlchemyError, OSError) as problem:
            log.warning("not ready", problem=reason(problem))
            return f"the database cannot be written ({reason(problem)})"
        return None

    async def _numbers(self) -> bytes:
        return await self.metrics.page(self.store)

    async def next_due(self) -> datetime | None:
        """When something next falls due (aware, UTC), None when nothing waits for a time."""
        async with self.store.read() as tx:
            waiting = await outbox.next_due(tx, wall=time.time(), withheld=self._delivery.withheld)
            dues = [waiting, self._delivery.opens, await clocks.next_due(tx)]
        return min((due for due in dues if due), default=None)

    async def settled(self) -> None:
        """Return once every answer is shown, and no clock nor anything in the outbox is due any more."""
        await self._door.drain()
        while self._delivery.in_hand or await self._is_due():  # noqa: ASYNC110 (other processes have no event)
            await asyncio.sleep(0.005)

    async def _is_due(self) -> bool:
        """Whether a clock or something in the outbox is due, or another process is at it."""
        await self._heartbeat.remind()
        async with self.store.read() as tx:
            ticks = await clocks.next_due(tx)  # first: what a tick leaves to be sent comes with its commit
            dues = [ticks, await outbox.next_due(tx, wall=0, withheld=self._delivery.withheld)]
            held = await outbox.held(tx, wall=time.time())
        return bool(held) or any(due is not None and due <= tx.now for due in dues)

    async def stop(self) -> None:
        """Close the doors, finish what is in hand, let go of everything."""
        await self._stack.aclose()
