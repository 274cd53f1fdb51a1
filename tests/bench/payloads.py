"""What Slack posts, as the load sends it: a command, a press, a submission, a message."""

import hashlib
import itertools
import json
import re
from typing import Any
from urllib.parse import urlencode

from blocks import intake_form
from blocks.ids import Command, Press, about
from blocks.intake_form import Draft
from bot.playbook.policy import Policy
from tests.intake_views import pick, submitted

TEAM, APP, BOT, BOT_USER = "T0BENCH001", "A0BENCH001", "B0BENCH001", "U0BENCHBOT"
ALERTS, ELSEWHERE = "C0ALERTS01", "C0ELSEWHERE"
RESPONSE_URL = "http://127.0.0.1:9/response"

Json = dict[str, Any]

_numbers = itertools.count(1)
VIEW = intake_form.view(Draft(), Policy.load())


def fresh(prefix: str) -> str:
    """An id that was not used before."""
    return f"{prefix}{next(_numbers):09d}"


def person(number: int = 1) -> str:
    return f"U0PERSON{number:03d}"


def command(by: str, name: str = Command.RAISE, words: str = "") -> str:
    """A slash command; without more, `/raiseanace` with nothing behind it."""
    return urlencode(
        {
            "token": "unused",
            "team_id": TEAM,
            "team_domain": "bench",
            "channel_id": ELSEWHERE,
            "channel_name": "general",
            "user_id": by,
            "user_name": "somebody",
            "command": name,
            "text": words,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": RESPONSE_URL,
            "trigger_id": fresh("1337.42."),
        }
    )


def claim(number: int, by: str) -> str:
    """A press on Claim, on the alert card."""
    return _press(Press.CLAIM, number, by)


def more(number: int, by: str) -> str:
    """A press on More, which opens the form of everything that can be done to a case."""
    return _press(Press.MORE, number, by)


def _press(press: Press, number: int, by: str) -> str:
    action = {
        "type": "button",
        "action_id": about(press, number),
        "block_id": fresh("b"),
        "value": str(number),
        "text": {"type": "plain_text", "text": press.capitalize()},
        "action_ts": "1700000000.000001",
    }
    return _interaction(
        "block_actions",
        by,
        actions=[action],
        channel={"id": ALERTS, "name": "escalations"},
        container={"type": "message", "message_ts": "1700000000.000100", "channel_id": ALERTS},
        message={"type": "message", "ts": "1700000000.000100", "text": "ACE", "user": BOT_USER},
        response_url=RESPONSE_URL,
        state={"values": {}},
    )


def customer() -> str:
    """A customer's name that resembles no other."""
    digest = hashlib.sha256(fresh("customer").encode()).digest()
    return "".join(chr(97 + byte % 26) for byte in digest[:12])


def report(by: str, name: str | None = None) -> str:
    """The short form, filled in and submitted, for a customer who is new."""
    chosen = {
        "customer": {"value": name or customer()},
        "impact": {"value": "Nobody there can export invoices since this morning."},
        "severity": pick("high"),
        "product": pick("web"),
        "region": pick("europe"),
    }
    view = submitted(VIEW, **chosen) | {"id": fresh("V"), "hash": "1.x", "team_id": TEAM, "app_id": APP}
    return _interaction("view_submission", by, view=view, response_urls=[])


def links(number: int, link: str, by: str) -> str:
    """The form with the call's link, submitted."""
    values = {"call": {"call": {"type": "url_text_input", "value": link}}}
    view = {
        "type": "modal",
        "id": fresh("V"),
        "callback_id": "links",
        "private_metadata": json.dumps({"number": number}),
        "state": {"values": values},
        "blocks": [],
    }
    return _interaction("view_submission", by, view=view, response_urls=[])


def message(by: str, channel: str, text: str, *, thread: str = "") -> str:
    """A message event; with `thread` a reply under a message of the bot's."""
    ts = f"{1700000000 + next(_numbers)}.000001"
    event = {
        "type": "message",
        "user": by,
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "team": TEAM,
        "channel": channel,
        "channel_type": "channel",
        "client_msg_id": fresh("m"),
        "blocks": [],
    }
    if thread:
        event |= {"thread_ts": thread, "parent_user_id": BOT_USER}
    return json.dumps(
        {
            "token": "unused",
            "team_id": TEAM,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": fresh("Ev"),
            "event_time": 1700000000,
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
            "is_ext_shared_channel": False,
        }
    )


def number_in(view: Any) -> int:
    """The number of the case that the answer to a submission names."""
    found = re.search(r"ACE-(\d+) is filed", json.dumps(view))
    assert found, f"the report was not filed: {json.dumps(view)[:500]}"
    return int(found[1])


def _interaction(kind: str, by: str, **more: Any) -> str:
    body: Json = {
        "type": kind,
        "user": {"id": by, "username": "somebody", "name": "somebody", "team_id": TEAM},
        "api_app_id": APP,
        "token": "unused",
        "team": {"id": TEAM, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": fresh("1337.42."),
        **more,
    }
    return urlencode({"payload": json.dumps(body)})
