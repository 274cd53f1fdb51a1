"""The demo: a simulated workspace with five people, and ACE at work in it, on this machine alone."""

import contextlib
import copy
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot import obstacles
from bot.app import Ace
from bot.playbook.policy import Policy
from bot.settings import Settings
from sandbox.server import Sandbox
from sandbox.state import App, Json
from sandbox.workspace import Workspace
from storage.clock import Clock

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
CALL = "https://meet.example.com/{key}"
ALERTS, RETROSPECTIVES = "escalations", "retrospectives"

PEOPLE = (
    ("ana", "Ana Silva", "Europe/Lisbon", "Support engineer"),
    ("eli", "Eli Moreau", "Europe/Paris", "Escalation manager"),
    ("zoe", "Zoe Tanaka", "Asia/Tokyo", "Web engineer on call"),
    ("max", "Max Weber", "Europe/Berlin", "Security lead"),
    ("noor", "Noor Haddad", "America/New_York", "VP Customer Success"),
)
GROUPS = (
    ("web-responders", "Web responders", ("zoe",)),
    ("security-escalations", "Security escalations", ("max",)),
    ("people-escalations", "People escalations", ("noor",)),
)
PRODUCTS: Json = {
    "web": {
        "name": "Web app",
        "platforms": ["Chrome", "Edge", "Firefox", "Safari"],
        "responders": "@web-responders",
    },
    "mobile": {"name": "Mobile apps", "platforms": ["Android", "iOS"]},
    "api": {"name": "API and integrations"},
    "billing": {"name": "Billing and accounts"},
}
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


def workspace() -> Workspace:
    """A workspace with the five people, their groups and a few channels."""
    made = Workspace(name="Northwind", domain="northwind")
    for name, real_name, zone, title in PEOPLE:
        made.add_user(name, real_name, tz=zone, title=title, email=f"{name}@northwind.example")
    for handle, name, members in GROUPS:
        made.add_usergroup(handle, name, [made.user(member).id for member in members])
    everyone = [made.user(name).id for name, *_ in PEOPLE]
    for name in ("general", "support", ALERTS, RETROSPECTIVES):
        made.add_channel(name, creator=everyone[0], members=everyone)
    return made


def install(made: Workspace, *, socket_mode: bool = False) -> App:
    """Install ACE from its manifest, and let it into its channels."""
    app = made.install(copy.deepcopy(_manifest()), socket_mode=socket_mode)
    for name in (ALERTS, RETROSPECTIVES):
        made.channel(name).members.append(app.bot_user)
    return app


@cache
def _manifest() -> Json:
    """The app's manifest; reading it takes a while, and tests install it a thousand times."""
    loaded: Json = yaml.safe_load(MANIFEST.read_text("utf-8"))
    return loaded


@cache
def _usual() -> Policy:
    return policy(links={"call": CALL})


def policy(**changes: Any) -> Policy:
    """The default policy with the demo's groups and a call for each case."""
    if not changes:
        return _usual()
    return Policy.of(
        {
            "private": {
                "security": {"members": ["@security-escalations"]},
                "people": {"members": ["@people-escalations"]},
            },
            "products": PRODUCTS,
            "links": {"call": CALL},
            **changes,
        }
    )


def on_call(made: Workspace) -> Json:
    """Who is asked to claim what waits, one after the other."""
    return {
        role: made.user(name).id for role, name in (("em", "eli"), ("backup", "max"), ("manager", "noor"))
    }


def products(made: Workspace) -> Json:
    """The products with the one person here who can answer for them."""
    return {name: {**each, "product_manager": made.user("noor").id} for name, each in PRODUCTS.items()}


def environment(app: App, api_url: str, database: str) -> dict[str, str]:
    """The environment that ACE finds in the simulated workspace."""
    made = {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database,
        "ACE_ALERT_CHANNEL": ALERTS,
        "ACE_RETRO_CHANNEL": RETROSPECTIVES,
        "PORT": "0",
    }
    return made | ({"SLACK_APP_TOKEN": app.app_token} if app.socket_mode else {})


@asynccontextmanager
async def running(port: int, rules: Policy | None = None) -> AsyncIterator[Sandbox]:
    """The demo on `port` (0: any), until left; its database goes with it."""
    os.environ.update(dict.fromkeys(PROXIES, ""))  # slack_sdk takes a proxy from here, even for this machine
    made = workspace()
    app = install(made)
    async with contextlib.AsyncExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="ace-demo-"))
        sandbox = Sandbox(made, page=True)
        with obstacles.listening("127.0.0.1", port):
            await sandbox.start(port=port)
        stack.push_async_callback(sandbox.stop)
        clock = Clock()
        made.clock.on_move(clock.move)
        settings = Settings.read(environment(app, sandbox.api_url, f"sqlite:///{directory}/ace.db"))
        ace = Ace(settings, rules or policy(on_call=on_call(made), products=products(made)), clock)
        await ace.start()
        stack.push_async_callback(ace.stop)
        app.request_url = f"{ace.url}slack/events"
        sandbox.next_due = ace.next_due
        try:
            yield sandbox
        finally:
            sandbox.next_due = None
