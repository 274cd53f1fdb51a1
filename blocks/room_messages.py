"""Messages about a case's channel: what is not as it should be there, for whoever can mend it."""

from collections.abc import Callable

from blocks import kit, problems
from blocks.cards import Card, Json, card
from blocks.ids import Press, about
from storage.models import SurfaceKind
from storage.overview import Overview


def _no_channel(case: Overview, _detail: Json) -> Card | None:
    code = case.problem(SurfaceKind.CHANNEL)
    if not code or case.room:
        return None
    return _told(problems.no_channel(case, code), problems.channel_buttons(case))


def _archived(case: Overview, _detail: Json) -> Card | None:
    if not case.archived:
        return None
    how = "deleted" if case.detail(SurfaceKind.CHANNEL).get("deleted") else "archived"
    line = (
        f"*The channel of {case.key} was {how}*, and an app cannot undo that. The case is as it was. "
        "Try again opens a new channel for it; you can also use one that exists."
    )
    return _told(line, problems.channel_buttons(case))


def _removed(case: Overview, _detail: Json) -> Card | None:
    if not case.removed or not case.channel:
        return None
    line = (
        f"*ACE was removed from {kit.channel(case.channel)}*, the channel of {case.key}. "
        "The case is as it was, but nothing is logged or shown there now. Invite the app again, and it goes "
        "on by itself. Try again does that where it can, and else opens a new channel."
    )
    return _told(line, problems.channel_buttons(case))


def _cannot_write(case: Overview, _detail: Json) -> Card | None:
    code = case.problem(SurfaceKind.OPENING)
    if not code or not case.channel:
        return None
    line = (
        f"*The card of {case.key} could not be shown* in {kit.channel(case.channel)}: "
        f"{problems.reason(code)}. The channel is there, the case goes on, and what is logged is kept. "
        "Try again once that is mended, or use another channel."
    )
    return _told(line, problems.channel_buttons(case))


def _not_invited(case: Overview, _detail: Json) -> Card | None:
    """For the escalation manager, who cannot read the card that tells of the others."""
    refused = case.detail(SurfaceKind.MEMBERS).get("refused") or {}
    code = refused.get(case.ace.em or "")
    if not code or not case.room:
        return None
    own_way = "Invite again" if case.ace.visibility.is_private else "Join it by yourself, or invite again"
    line = (
        f"*You could not be invited to {kit.channel(case.room)}*, the channel of {case.key}: "
        f"{problems.reason(code)}. You lead the case all the same. {own_way} once that is mended; "
        "you can also use another channel."
    )
    number = case.ace.number
    again = kit.button("Invite again", about(Press.RETRY_INVITE, number), style="primary")
    other = kit.button("Use another channel", about(Press.OTHER_CHANNEL, number))
    return _told(line, kit.actions(again, other, block_id="channel"))


def _topic_kept(case: Overview, _detail: Json) -> Card | None:
    line = (
        f"Thank you. The topic of this channel is written from what is recorded for {case.key}, "
        "so it was put back. To change what it says, change the case: its summary, status, roles or links."
    )
    return card(kit.context(line), text=line)


def _new_channel(case: Overview, _detail: Json) -> Card | None:
    if not case.channel:
        return None
    line = f"{case.key} goes on in {kit.channel(case.channel)}; this channel is no longer followed."
    return card(kit.section(line), text=line)


def _told(line: str, buttons: Json) -> Card:
    return card(kit.section(line), buttons, text=line.replace("*", ""))


ABOUT_ROOM: dict[str, Callable[[Overview, Json], Card | None]] = {
    "no_channel": _no_channel,
    "archived": _archived,
    "removed": _removed,
    "cannot_write": _cannot_write,
    "not_invited": _not_invited,
    "topic_kept": _topic_kept,
    "new_channel": _new_channel,
}
