"""The list of action items, the form of one, and the small form for a reason."""

from collections.abc import Mapping
from typing import Any

from blocks import kit, typed
from blocks.case_form import field, form, id_of, kept_in, moment_of, number_of, text_of
from blocks.ids import Form, Press, about
from blocks.item_lines import standing
from blocks.kit import Json
from bot.playbook import action_items
from bot.playbook.action_items import WHY, Change, Draft
from bot.playbook.work import ItemKind, Term
from storage.case_records import Item
from storage.overview import Overview

TEXT = "said"  # the field of the small form
NEW = "new"  # in the place of a change: an item to be added


def listing(case: Overview) -> Json:
    """Every action item, what is owed first, each with what can be done to it."""
    number = case.ace.number
    owed = action_items.most_urgent(case.work.items)
    there = [*owed, *(each for each in case.work.items if not each.state.is_owed)]
    head = f"*{case.key}*: {len(owed)} of {len(there)} are owed." if there else f"*{case.key}*: none yet."
    add = kit.button("Add action item", about(Press.ITEM, number, f"{NEW}:0"), style="primary")
    shown = there[: action_items.MOST]
    return form(
        Form.PANEL,
        "Action items",
        [kit.section(head), kit.actions(add), *(_entry(case, each) for each in shown)],
        number=number,
        submit=None,
    )


def _entry(case: Overview, item: Item) -> Json:
    entries = action_items.menu(item.state, due=item.due is not None, challenged=bool(item.challenge))
    menu = kit.overflow(
        about(Press.ITEM, case.ace.number, f"menu:{item.id}"), [(each.value, each.label) for each in entries]
    )
    text = typed.linked(item.text, action_items.LONGEST)
    return kit.section(f"{text}\n{standing(case, item)}", accessory=menu)


def one(case: Overview, item: Item | None = None, draft: Draft | None = None) -> Json:
    """The form of one item: an empty one, the one that there is, or one that is begun by `draft`."""
    product = case.policy.products.get(case.ace.product)
    known = (
        item or draft or Draft(text="", kind=None, product_manager=product.product_manager if product else "")
    )
    return form(
        Form.ITEM,
        "Edit action item" if item else "Add action item",
        [
            field("text", "What is to be done?", kit.text_input("text", initial=known.text, multiline=True)),
            field("kind", "Kind of support", kit.select("kind", ItemKind.options(), initial=known.kind)),
            field("owner", "Who owes it?", kit.person_select("owner", initial=known.owner), optional=True),
            field("team", "Which team?", kit.text_input("team", initial=known.team), optional=True),
            field("due", "Due", kit.moment_picker("due", initial=known.due), optional=True),
            field(
                "committed_by",
                "Who agreed to it?",
                kit.person_select("committed_by", initial=known.committed_by),
                hint="The owner or their manager. Left empty, the owner is asked; reminders begin then.",
                optional=True,
            ),
            field(
                "term", "Does the case wait for it?", kit.radio("term", Term.options(), initial=known.term)
            ),
            field("link", "Link", kit.text_input("link", initial=known.link), optional=True),
            field(
                "product_manager",
                "Product manager",
                kit.person_select("product_manager", initial=known.product_manager),
                hint="Needed for a feature request.",
                optional=True,
            ),
            field(
                "waiter",
                "Who waits for it?",
                kit.person_select("waiter", initial=known.waiter),
                hint="Hears what became of it. Left empty, that is you.",
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Save" if item else "Add action item",
        item=item.id if item else 0,
    )


def reason(case: Overview, item: Item, change: Change) -> Json:
    """What a change asks for."""
    return form(
        Form.ITEM_REASON,
        change.label,
        [
            kit.section(typed.linked(item.text, action_items.LONGEST)),
            field(TEXT, WHY[change], kit.text_input(TEXT, multiline=True)),
        ],
        number=case.ace.number,
        submit=change.label,
        item=item.id,
        change=change,
    )


def read_one(view: Mapping[str, Any]) -> tuple[int, int, Draft]:
    """Case, item (0 for a new one) and what was filled in."""
    draft = Draft(
        text=text_of(view, "text"),
        kind=ItemKind.of(text_of(view, "kind")),
        owner=text_of(view, "owner"),
        team=text_of(view, "team"),
        due=moment_of(view, "due"),
        committed_by=text_of(view, "committed_by"),
        term=Term.of(text_of(view, "term")) or Term.SHORT,
        link=text_of(view, "link"),
        product_manager=text_of(view, "product_manager"),
        waiter=text_of(view, "waiter"),
    )
    return number_of(view), item_of(view), draft


def read_reason(view: Mapping[str, Any]) -> tuple[int, int, Change | None, str]:
    """Case, item, what to do, and why; 0 and None where it cannot be read."""
    return number_of(view), item_of(view), Change.of(kept_in(view).get("change")), text_of(view, TEXT)


def item_of(view: Mapping[str, Any]) -> int:
    """The item that a form carries, 0 when it carries none."""
    return id_of(view, "item")
