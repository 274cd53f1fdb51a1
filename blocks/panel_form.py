"""Everything that can be done to a case now, as a form of buttons: "More" on the card, and `/ace`."""

from collections.abc import Collection

from blocks import kit
from blocks.ids import Form, to_do
from blocks.kit import Json
from bot.playbook.acts import Act, offered
from storage.overview import Overview

ROW = 5  # buttons of an actions block that stand on one line


def panel(case: Overview, taken: Collection[Act]) -> Json:
    """The form; each button begins an act, one of those that are `taken`."""
    blocks: list[Json] = [
        kit.section(f"*{case.key}* · {case.ace.severity.long_label} · {case.ace.status.label}")
    ]
    for group, acts in offered(case.ace.status).items():
        buttons = [kit.button(act.label, to_do(act, case.ace.number)) for act in acts if act in taken]
        rows = [buttons[at : at + ROW] for at in range(0, len(buttons), ROW)]
        blocks += [kit.context(group), *(kit.actions(*row) for row in rows)] if rows else []
    return kit.modal(f"Lead {case.key}", blocks, callback_id=Form.PANEL, close="Close")
