"""What `/ace help` answers: the words that are of use here, now, and to whoever asks."""

from collections.abc import Collection

from blocks import kit
from blocks.cards import Card, card
from bot.playbook.acts import WAYS, Act, offered
from storage.overview import Overview

ANYWHERE = (
    "`/raiseanace` opens the form that raises an escalation.\n"
    "`/ace show ACE-0001` tells where a case stands; a key can stand behind every word, and in a case's "
    "channel none is needed.\n"
    "`/ace access ACE-0001` and a reason asks to see a case that you cannot see.\n"
    "`/ace settings` keeps your own hours.\n"
    "`/ace help` shows this."
)


def help_card(
    case: Overview | None = None, possible: Collection[Act] = (), brief: Collection[Act] = ()
) -> Card:
    """The words for anywhere, and those for a case by heading; `brief` acts take a line of words."""
    parts = [ANYWHERE]
    if case:
        here = f"Here, {case.key} is {case.ace.status.label}: `/ace` alone opens all of this as buttons."
        parts.append(here)
        for group, acts in offered(case.ace.status).items():
            if lines := [_line(act, act in brief) for act in acts if act in possible]:
                parts.append("\n".join([f"*{group}*", *lines]))
    return card(*(kit.section(part) for part in parts), text="\n".join(parts))


def _line(act: Act, takes_words: bool) -> str:  # noqa: FBT001
    example = WAYS[act].example if takes_words else ""
    return f"`/ace {act}` {act.label}" + (f", or at once: `/ace {example}`" if example else "")
