"""The Home tab."""

from blocks import kit
from blocks.cards import Json
from blocks.ids import Press


def home() -> Json:
    """What everyone sees there: how to raise an escalation, and what happens then."""
    return kit.home(
        [
            kit.header("Customer escalations"),
            kit.section(
                "When a customer needs more than the normal channels can give, raise an escalation. "
                "The short form asks six things; the rest can follow."
            ),
            kit.actions(kit.button("Raise an escalation", Press.RAISE, style="primary"), block_id="raise"),
            kit.section(
                "*What happens then*\n"
                "1. Your escalation gets a key, such as ACE-0001, and a card in the alert channel.\n"
                "2. An escalation manager claims it, and it gets a channel of its own.\n"
                "3. You see where it stands in one message from this app, which changes by itself."
            ),
            kit.context("You can also type `/raiseanace` anywhere, or pick it from a message's menu."),
        ]
    )
