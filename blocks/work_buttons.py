"""The buttons that answer for one attempt or one action item, wherever somebody is asked about it."""

from blocks import kit
from blocks.ids import Press, about
from blocks.kit import Json
from bot.playbook.action_items import Change
from bot.playbook.work import AttemptResult


def attempt(number: int, attempt_id: int) -> list[Json]:
    """How a try went."""
    return [
        kit.button(f"Tried again: {each.label.lower()}", about(Press.ATTEMPT, number, f"{each}:{attempt_id}"))
        for each in AttemptResult
    ]


def item(number: int, item_id: int) -> list[Json]:
    """What the owner of an item can say at once."""
    return changes(number, item_id, Change.DONE, Change.BLOCKED, Change.CHALLENGE)


def changes(number: int, item_id: int, *wanted: Change) -> list[Json]:
    """A button for each change of an item."""
    return [kit.button(each.label, about(Press.ITEM, number, f"{each}:{item_id}")) for each in wanted]
