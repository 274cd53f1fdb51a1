"""What is said about an action item to the people it concerns, in their direct messages."""

from collections.abc import Callable, Mapping

from blocks import kit, typed, work_buttons
from blocks.cards import Card, Json, card
from blocks.deadline_form import BRIEF, Answer, proposal
from blocks.ids import Press, about
from blocks.item_lines import owner
from bot.playbook.action_items import LONGEST, Change
from storage.case_records import Item
from storage.overview import Overview


def item_of(case: Overview, detail: Json) -> Item | None:
    """The item that a message is about, if it is still there."""
    return next((each for each in case.work.items if each.id == detail.get("item")), None)


def about_item(case: Overview, item: Item) -> str:
    """Which item of which case, by when."""
    by = f" Due {kit.moment(item.due)}." if item.due else " No date is set."
    return f"{case.key} ({kit.escape(case.ace.customer)}): *{typed.linked(item.text, LONGEST)}*.{by}"


def _owed(case: Overview, detail: Json) -> Card | None:
    """To the new owner; with a date that nobody agreed to, that is the first question."""
    item = item_of(case, detail)
    if item is None or not item.state.is_owed or item.owner != detail["to"]:
        return None
    line = f"{kit.person(detail['by'])} gave you an action item of {about_item(case, item)}"
    if item.agreed_at:
        asks, first = "", [Change.DONE, Change.BLOCKED, Change.CHALLENGE]
    else:
        asks, first = " *Can you agree to it?*", [Change.AGREE, Change.CHALLENGE, Change.DONE]
    changes = [each for each in first if item.due or each is not Change.CHALLENGE]
    buttons = work_buttons.changes(case.ace.number, item.id or 0, *changes)
    if Change.BLOCKED not in changes:
        more = about(Press.ITEM, case.ace.number, f"menu:{item.id}")
        buttons.append(kit.overflow(more, [(Change.BLOCKED.value, Change.BLOCKED.label)]))
    return card(
        kit.section(line + asks),
        kit.actions(*buttons, block_id="item"),
        kit.context("`/ace items` in the case channel shows it again, and all that can be done to it."),
        text=f"{line}{asks}".replace("*", ""),
    )


def _manager(case: Overview, detail: Json) -> Card | None:
    """To the product manager who is named for it."""
    item = item_of(case, detail)
    if item is None or not item.state.is_owed or item.product_manager != detail["to"]:
        return None
    line = (
        f"{kit.person(detail['by'])} named you as the product manager of an item. {about_item(case, item)} "
        f"Owed by {kit.escape(owner(case, item))}."
    )
    return card(kit.section(line), text=line.replace("*", ""))


def _settled(case: Overview, detail: Json) -> Card | None:
    """To whoever waited for it: the loop is closed."""
    item = item_of(case, detail)
    if item is None or item.state.is_owed:
        return None
    why = f" Why: {typed.linked(item.why, 300)}" if item.why else ""
    link = f" {typed.linked(item.link, 500)}" if item.link else ""
    line = (
        f"*{item.state.label}*, says {kit.person(detail['by'])}: {typed.linked(item.text, LONGEST)} "
        f"({case.key}, {kit.escape(case.ace.customer)}).{why}{link}"
    )
    return card(kit.section(line), text=line.replace("*", ""))


def _challenge(case: Overview, detail: Json) -> Card | None:
    """To whoever set a date: somebody says that it cannot be kept."""
    item = item_of(case, detail) if detail["item"] else None
    line = proposal(case, item) if item or not detail["item"] else ""
    if not line:
        return None
    subject = item.id if item else BRIEF
    buttons = [
        kit.button(each.label, about(Press.DEADLINE, case.ace.number, f"{each}:{subject}")) for each in Answer
    ]
    return card(kit.section(line), kit.actions(*buttons, block_id="challenge"), text=line.replace("*", ""))


def _answered(case: Overview, detail: Json) -> Card | None:
    """To whoever proposed another date: the answer."""
    item = item_of(case, detail)
    if detail["item"] and item is None:
        return None
    what = f"*{typed.linked(item.text, LONGEST)}*" if item else "what the filer asked for"
    due = item.due if item else case.report.deadline
    verb = "accepts your date for" if detail["accepted"] else "keeps the date of"
    by = f" It is due {kit.moment(due)}." if due else ""
    said = f" “{typed.linked(str(detail['comment']), 500)}”" if detail["comment"] else ""
    line = f"{kit.person(detail['by'])} {verb} {what} ({case.key}).{by}{said}"
    return card(kit.section(line), text=line.replace("*", ""))


ABOUT_ITEMS: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "item_owed": _owed,
    "item_manager": _manager,
    "item_settled": _settled,
    "challenge": _challenge,
    "challenge_answered": _answered,
}
