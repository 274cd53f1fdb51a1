"""Short messages that somebody must act on or asked for, each drawn from the case as it is when sent."""

from collections.abc import Callable

from blocks import kit, update_form
from blocks.assessment_messages import ABOUT_ASSESSING
from blocks.cards import Card, Json, card
from blocks.case_messages import ABOUT_LEADING
from blocks.ids import Press, about
from blocks.item_messages import ABOUT_ITEMS
from blocks.people_messages import ABOUT_PEOPLE
from blocks.privacy_messages import ABOUT_PRIVACY
from blocks.retro_messages import ABOUT_RETRO
from blocks.room_messages import ABOUT_ROOM
from blocks.work_messages import ABOUT_WORK
from blocks.workflow_messages import ABOUT_WORKFLOW
from bot.playbook import brief
from storage.overview import Overview

INTRODUCTION = (
    "Escalations of customers start here. Press the button or type `/raiseanace` anywhere: the short form "
    "takes a minute. Each escalation becomes a card in this channel, and whoever presses Claim on it "
    "leads it."
)


# What was to be done, by the outbox's kind.
UNDELIVERED = {
    "alert": "to show the alert",
    "tracker": "to show the filer where it stands",
    "channel": "to open the case channel",
    "members": "to invite people to the case channel",
    "opening": "to show the card in the case channel",
    "topic": "to set the channel's topic",
    "bookmarks": "to set the channel's bookmarks",
    "document": "to write the state document",
    "archive": "to archive the case channel",
    "reaction": "to confirm an entry of the timeline",
    "say": "to send a message",
    "reminder": "to remind somebody",
    "retrospective": "to show the card of its retrospective",
    "retro_note": "to send a message about its retrospective",
    "redact": "to blank what outsiders can read",
    "access": "to show who asks to see it",
    "clocks": "to start its clocks",
}


def introduction() -> Card:
    """The pinned introduction of the alert channel."""
    return card(
        kit.section(INTRODUCTION),
        kit.actions(kit.button("Raise an escalation", Press.RAISE, style="primary"), block_id="raise"),
        text=INTRODUCTION,
    )


def about_case(case: Overview, detail: Json) -> Card | None:
    """The message named by `detail["what"]`; None when there is nothing left to say."""
    return ABOUT_CASE[str(detail["what"])](case, detail)


def raise_here(detail: Json) -> Card:
    """The answer to a mention that names no case to tell of; its button carries what the mention said."""
    unknown = ", ".join(detail.get("unknown") or [])
    line = "Press the button to open the form that raises an escalation."
    if unknown:
        line = f"There is no {unknown} that can be shown here. To raise an escalation, press the button."
    elif detail.get("in_thread"):
        line = f"Slash commands do not work in threads. {line}"
    said = str(detail.get("said") or "")
    raise_it = kit.button("Raise an escalation", Press.RAISE, value=said, style="primary")
    return card(kit.section(line, accessory=raise_it), text=line)


def _ask(case: Overview, detail: Json) -> Card | None:
    """A question of the EM's to the filer."""
    item = brief.item_for(str(detail["item"]))
    if item is None or item.is_in(case.report):
        return None
    asked = kit.person(detail["by"])
    line = f"{asked} asks about {case.key} ({kit.escape(case.ace.customer)}): *{kit.escape(item.question)}*"
    answer = kit.button("Answer", about(Press.ANSWER, case.ace.number), value=item.fields[0], style="primary")
    return card(
        kit.section(line, accessory=answer),
        text=f"About {case.key}: {kit.escape(item.question)} Press Answer to reply.",
    )


def _status(case: Overview, detail: Json) -> Card | None:
    """The answer to a mention with a key, in its thread; with `kept`, how well updates were."""
    ace = case.ace
    em = kit.escape(case.name(ace.em)) if ace.em else "nobody yet"
    where = f" in {kit.channel(case.channel)}" if case.channel else ""
    line = (
        f"*{case.key}* {kit.escape(ace.customer)}: {kit.escape(ace.summary)}\n"
        f"{ace.severity.long_label} · {ace.status.label} · led by {em}{where}"
    )
    line = "\n".join(each for each in (line, str(detail.get("kept") or "")) if each)
    claim = None
    if ace.em is None:
        claim = kit.button(f"Claim {case.key}", about(Press.CLAIM, ace.number), style="primary")
    return card(kit.section(line, accessory=claim), text=line)


def _undelivered(case: Overview, detail: Json) -> Card | None:
    """Something that Slack would not take was given up."""
    what = UNDELIVERED.get(str(detail["kind"]), "to show a change")
    place, code = str(detail.get("place") or ""), kit.escape(str(detail["error"]))
    where = f" in {kit.channel(place)}" if place.startswith(("C", "G")) else ""
    why = f"Slack's answer was `{code}`" if code else "something in ACE itself went wrong"
    which = kit.escape(str(detail.get("key") or "--all-dead"))
    line = (
        f"*ACE gave up trying {what}{where} for {case.key}*: {why}. Everything is recorded, and the case "
        f"goes on. Once the cause is gone, whoever runs ACE can send it: `./ace outbox retry {which}`."
    )
    return card(kit.section(line), text=line)


def _taken_over(case: Overview, detail: Json) -> Card | None:
    """To the EM in whose place somebody else leads now."""
    line = (
        f"{kit.person(str(detail['by']))} leads {case.key} from now on: its update was missed. "
        "You stay on the case, and nothing else has changed."
    )
    return card(kit.section(line), text=line)


WITHOUT_CASE: dict[str, Callable[[Json], Card | None]] = {"raise_here": raise_here}
ABOUT_CASE: dict[str, Callable[[Overview, Json], Card | None]] = {
    **ABOUT_ROOM,
    **ABOUT_RETRO,
    **ABOUT_PRIVACY,
    **ABOUT_LEADING,
    **ABOUT_ITEMS,
    **ABOUT_WORK,
    **ABOUT_ASSESSING,
    **ABOUT_WORKFLOW,
    **ABOUT_PEOPLE,
    "ask": _ask,
    "undelivered": _undelivered,
    "status": _status,
    "update": update_form.message,
    "taken_over": _taken_over,
}
