"""Raising at random: every way to the form; fast, full and private; duplicates joined, linked or filed."""

import re
from typing import Any

from sandbox.hands.controls import Control, options_of, seen
from tests.soak.actor import Actor
from tests.soak.filling import any_answer, fills
from tests.world import ALERTS

RAISE = "Raise an escalation"
CUSTOMERS = ("Acme GmbH", "ACME", "Globex", "Initech Ltd", "Umbrella & Sons", "Hooli", "Stark <Ltd>", "Wayne")
TROUBLES = ("export invoices", "log in", "import data", "open dashboards", "pay", "reset a password")
SEEN_BY, TARGET = "Who may see this?", "Which team should act?"
SUBMITS = 4  # the first, one for each gate, and one to mend
FILED = re.compile(r"(ACE-\d+) is filed")


async def raises(who: Actor) -> None:
    """Open the form somehow, fill it, and submit it until it is filed or it is too much."""
    await who.random.choice((_command, _command, _shortcut, _introduction, _message, _mention, _home))(who)
    if who.person.view is None:
        return
    if who.random.random() < 0.25:
        await who.person.presses("Add the full brief")
        await fills(who, {TARGET: _answer(who, who.fields(), TARGET)})
        await fills(who, {each.label: any_answer(who, each) for each in who.fields() if each.label != TARGET})
    await fills(who, _short(who))
    await _submits(who)


async def _command(who: Actor) -> None:
    words = who.random.choice(("", " Acme cannot log in", " see https://acme.example/x?a=1&b=2 *now*"))
    await who.person.types(f"/raiseanace{words}", in_=who.random.choice(("support", "general")))


async def _shortcut(who: Actor) -> None:
    await who.person.uses_shortcut("Raise an ACE")


async def _introduction(who: Actor) -> None:
    await who.person.presses(RAISE, in_=ALERTS)


async def _message(who: Actor) -> None:
    story = await who.person.types("The customer writes again", in_="support")
    if story:
        await who.person.uses_message_shortcut("Raise an ACE", story)


async def _mention(who: Actor) -> None:
    """Press the button under the newest mention, and mention it for whoever comes next."""
    await who.person.types("@ace they cannot pay", in_="support")
    await who.person.presses(RAISE, in_="support")


async def _home(who: Actor) -> None:
    await who.person.opens_home()
    await who.person.presses(RAISE)


def _short(who: Actor) -> dict[str, Any]:
    trouble = who.random.choice(TROUBLES)
    private = who.random.random() < 0.1
    severity = who.random.choice(("Critical (Sev 1)", "High (Sev 2)", "Medium (Sev 3)"))
    return {
        "Which customer?": who.random.choice(CUSTOMERS),
        "What can they no longer do?": f"Nobody can {trouble} since {who.random.randint(1, 12)} o'clock.",
        "How bad is it?": _like(who, "How bad is it?", severity),
        "Which product?": _answer(who, who.fields(), "Which product?"),
        SEEN_BY: who.random.choice(("Private: security", "Private: people")) if private else "Everyone",
    }


def _like(who: Actor, label: str, wanted: str) -> str | None:
    """The option that reads so, else any."""
    options = [seen(each["text"]) for each in _options(who, label)]
    return wanted if wanted in options else (who.random.choice(options) if options else None)


def _options(who: Actor, label: str) -> list[dict[str, Any]]:
    return next((options_of(each.element) for each in who.fields() if each.label == label), [])


def _answer(who: Actor, fields: list[Control], label: str) -> Any:
    return next((any_answer(who, each) for each in fields if each.label == label), None)


async def _submits(who: Actor) -> None:
    for _ in range(SUBMITS):
        await who.person.submits()
        view = who.person.view
        if view is None:
            return
        if not view.body.get("submit"):
            who.town.filed += [(key, who.person.id) for key in FILED.findall(who.person.screen(view))]
            return
        gates = [each for each in who.fields() if each.type == "radio_buttons" and _is_gate(each)]
        await fills(
            who, {each.label: any_answer(who, each) for each in gates} | {"Why raise it?": "They must know"}
        )


def _is_gate(field: Control) -> bool:
    return field.label in {"Is it the same thing?", "How do you want to go on?"}
