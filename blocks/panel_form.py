"""Everything that can be done to a case now, as a form of buttons: "More" on the card, and `/ace`."""

from collections.abc import Collection

from blocks import kit
from blocks.ids import Form, to_do
from blocks.kit import Json
from blocks.workflow_messages import archive_button
from bot.playbook import guards
from bot.playbook.acts import Act, offered
from storage.overview import Overview

ROW = 5  # buttons of an actions block that stand on one line


def panel(case: Overview, possible: Collection[Act]) -> Json:
    """The form; each button begins an act, one of those that are `possible` for whoever opens it."""
    ace = case.ace
    led = f"led by {kit.escape(case.name(ace.em))}" if ace.em else "not claimed yet"
    head = f"*{case.key}* {kit.escape(ace.customer)}\n{ace.severity.long_label} · {ace.status.label} · {led}"
    blocks: list[Json] = [kit.section(head)]
    for group, acts in offered(ace.status).items():
        buttons = [_button(case, act) for act in acts if act in possible]
        rows = [buttons[at : at + ROW] for at in range(0, len(buttons), ROW)]
        blocks += [kit.section(f"*{group}*"), *(kit.actions(*row) for row in rows)] if rows else []
    if len(blocks) == 1:
        blocks.append(kit.section("There is nothing here that you may do."))
    return kit.modal(f"Lead {case.key}", blocks, callback_id=Form.PANEL, close="Back")


def _button(case: Overview, act: Act) -> Json:
    if act is Act.ARCHIVE:
        return archive_button(case)
    style = "primary" if act is guards.next_step(case.ace.status) else None
    return kit.button(act.label, to_do(act, case.ace.number), style=style)
