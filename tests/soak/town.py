"""The place of a soak: the demo's workspace with more people in it, ACE's replicas, and the tally."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from sqlalchemy import func, select
from sqlmodel import col

from bot import demo
from bot.app import Ace
from bot.effects.pace import Tempo
from bot.playbook.lifecycle import Status
from bot.settings_rules import driver_url
from sandbox.person import Person
from sandbox.state import Message
from sandbox.workspace import Workspace
from storage import overview, schema
from storage.clock import Clock
from storage.database import Store
from storage.models import Escalation
from storage.overview import Overview
from tests.world import World, opened

NAMES = (
    "bea",
    "cai",
    "dov",
    "eva",
    "fay",
    "gus",
    "hal",
    "ida",
    "jon",
    "kim",
    "lea",
    "mia",
    "ned",
    "oda",
    "pia",
)
ZONES = ("Europe/Dublin", "America/Chicago", "Asia/Kolkata", "Australia/Sydney", "Africa/Nairobi")
SECURITY, PEOPLE, WEB = ("hal", "ida"), ("jon",), ("kim", "lea")  # who joins the demo's groups
ERRORS = ("request", "delivery", "heartbeat")
PATIENCE = 5  # seconds that people wait for an answer; some are lost
RECENT = 6  # cases back that people mostly look at


@dataclass
class Town:
    """The world, a way to look into its database, and the tally of the soak."""

    world: World
    store: Store  # our own: replicas come and go
    people: list[Person]
    did: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    weather: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    notes: list[Message] = field(default_factory=list)  # what people meant for a timeline
    filed: list[tuple[str, str]] = field(default_factory=list)  # (key, user id) as the form told it
    ran: list[Ace] = field(default_factory=list)  # every replica there ever was

    async def start(self) -> None:
        """Start one more replica; raises CannotStart when Slack does not let it."""
        self.ran.append(await self.world.start())

    async def newest(self) -> int:
        """The highest number of a case, 0 without any."""
        async with self.store.read() as tx:
            found = await tx.exec(select(func.max(col(Escalation.number))))
            return int(found.scalar_one() or 0)

    async def case(self, random: Random) -> Overview | None:
        """A case that somebody might look at: the newer, the likelier."""
        number = await self.newest() - int(random.expovariate(1 / RECENT))
        async with self.store.read() as tx:
            return await overview.of(tx, max(number, 1))

    async def own(self, person: str, random: Random) -> Overview | None:
        """One of the newest cases that somebody leads and that are not closed, None without any."""
        led = select(col(Escalation.number)).where(
            col(Escalation.em) == person, col(Escalation.status) != Status.CLOSED
        )
        async with self.store.read() as tx:
            newest = led.order_by(col(Escalation.number).desc()).limit(RECENT)
            numbers = (await tx.exec(newest)).scalars().all()
            return await overview.of(tx, random.choice(numbers)) if numbers else None

    def faults(self) -> list[str]:
        """Faults of its own that ACE logged."""
        return [
            f"replica {number} logged {int(count)} faults of its own ({where})"
            for number, ace in enumerate(self.ran, 1)
            for where in ERRORS
            if (count := ace.metrics.registry.get_sample_value("ace_errors_total", {"where": where}))
        ]


@asynccontextmanager
async def town(database: str, *, people: int, replicas: int, socket_mode: bool) -> AsyncIterator[Town]:
    """`people` (5 to 20) in a workspace with `replicas` of ACE on an empty database."""
    async with opened(database, socket_mode=socket_mode, start=False, tempo=Tempo()) as world:
        ws, world.sandbox.deliveries.ack_timeout = world.ws, PATIENCE
        everybody = populated(ws, people)
        ws.channel("support").members.append(world.app.bot_user)
        world.rules = {"on_call": demo.on_call(ws), "products": demo.products(ws)}
        store = Store(driver_url(database), Clock(), demo.policy(**world.rules))
        ws.clock.on_move(store.clock.move)
        try:
            await schema.upgrade(store)
            made = Town(world, store, everybody)
            for _ in range(replicas):
                await made.start()
            yield made
        finally:
            await store.close()


def populated(ws: Workspace, people: int) -> list[Person]:
    """The demo's five and as many more as it takes, in the demo's channels and groups."""
    newcomers = NAMES[: max(people - len(demo.PEOPLE), 0)]
    for number, name in enumerate(newcomers):
        user = ws.add_user(name, f"{name.title()} Newcomer", tz=ZONES[number % len(ZONES)])
        for channel in ws.channels.values():
            channel.members.append(user.id)
    for handle, members in zip((each[0] for each in demo.GROUPS), (WEB, SECURITY, PEOPLE), strict=True):
        group = next(each for each in ws.usergroups.values() if each.handle == handle)
        group.users += [ws.user(name).id for name in members if name in newcomers]
    return [ws.person(name) for name in [*(each[0] for each in demo.PEOPLE), *newcomers][:people]]
