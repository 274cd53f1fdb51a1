"""Messages about who may see a case: what was blanked and what remains, who was let in or taken off."""

from collections.abc import Callable, Mapping

from blocks import kit, problems
from blocks.cards import Card, Json, card
from bot.playbook.visibility import Visibility
from storage.models import SurfaceKind
from storage.overview import Overview

PARTS: Mapping[str, str] = {
    "message": "a message of ACE's",
    "left": "a message of ACE's",
    "canvas": "the state document",
    "file": "a file",
    "page": "a canvas of the retrospective",
    "topic": "the topic",
    "bookmark": "a bookmark",
    "bookmarks": "a bookmark",
    "tab": "the state document",
    "name": "the name of the old channel",
}
REMAINS = (
    "What people wrote {where} stays readable to whoever can read that channel, and so do Slack's own lines "
    "about earlier topics and names, earlier versions of its canvas, search results, and notifications and "
    "e-mails that went out already. An app cannot take that back: whoever wrote a message can delete it, and "
    "so can an admin of the workspace."
)


def blanked(key: str) -> Card:
    """What stands where a message of ours about a case was."""
    line = f"{key} is a private case now, so ACE took back what stood here."
    return card(kit.context(line), text=line)


def topic(key: str) -> str:
    """The topic of the channel that a case has left."""
    return f"{key} is a private case now and is no longer led here."


def _turned_private(case: Overview, _detail: Json) -> Card:
    """In the channel that was left, for everybody who reads it; no word of where the case goes on."""
    line = (
        f"*{case.key} is a private case from now on*, and this channel is no longer followed. ACE took back "
        f"what it wrote here. {REMAINS.format(where='here')} Please write nothing more about it here."
    )
    return _said(line)


def _history_remains(case: Overview, _detail: Json) -> Card | None:
    """In the new channel: what remains where, for those who may want to delete it."""
    before = case.detail(SurfaceKind.CHANNEL).get("before") or {}
    if not case.ace.visibility.is_private or not before.get("id"):
        return None
    line = (
        f"*{case.key} goes on here, in private.* Its alert, {kit.channel(before['id'])} and what ACE said in "
        f"public were blanked. {REMAINS.format(where='there')} Replies under the alert stay, too."
    )
    return _said(line)


def _visibility_changed(case: Overview, detail: Json) -> Card:
    before = Visibility(str(detail["before"]))
    line = f"*{case.key} is “{case.ace.visibility.label}” now* (before: {before.label}). {_by(case, detail)}"
    if not case.ace.visibility.is_private:
        line += " Its alert and lists show it to everyone; this channel stays private."
    return _said(line)


def _let_in(case: Overview, detail: Json) -> Card:
    where = f" {kit.channel(case.room)} is its channel." if case.room else ""
    private = " It is a private case: speak of it there only." if case.ace.visibility.is_private else ""
    line = (
        f"You were let in on *{case.key}* ({kit.escape(kit.short(case.ace.customer, 80))}).{where}{private}"
    )
    return _said(f"{line} {_by(case, detail)}")


def _taken_off(case: Overview, detail: Json) -> Card:
    line = f"You are no longer one of those on {case.key}. {_by(case, detail)}"
    if case.ace.visibility.is_private:
        line += " It is a private case: please keep what you know of it to yourself."
    return _said(line)


def _not_redacted(case: Overview, detail: Json) -> Card:
    """For those in charge: something that outsiders can still read."""
    left: Json = detail["left"]
    line = (
        f"*{case.key} is private, and {PARTS[left['part']]} in {kit.channel(left['channel'])} could not be "
        f"blanked*: {problems.reason(str(detail['code']))}. Everything else goes on. Blank or delete it by "
        "hand, or ask an admin of the workspace."
    )
    return _said(line)


def _by(case: Overview, detail: Json) -> str:
    return f"{kit.escape(case.name(str(detail['by'])))} did that."


def _said(line: str) -> Card:
    return card(kit.section(line), text=line.replace("*", ""))


ABOUT_PRIVACY: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "turned_private": _turned_private,
    "history_remains": _history_remains,
    "visibility_changed": _visibility_changed,
    "let_in": _let_in,
    "taken_off": _taken_off,
    "not_redacted": _not_redacted,
}
WORDLESS = frozenset({"turned_private", "taken_off", "new_channel"})  # no word of the customer's: for anybody
