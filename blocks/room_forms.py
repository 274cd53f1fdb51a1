"""Two small forms about a case's places: another channel, and the call's link."""

import json
from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook import naming
from bot.playbook.policy import Policy
from storage.models import Escalation


def other_channel(ace: Escalation, policy: Policy) -> Json:
    """Which channel to lead the case in."""
    key = naming.key(ace.number, policy.keys.prefix)
    kinds = ["private"] if ace.visibility.is_private else ["public", "private"]
    element: Json = {
        "type": "conversations_select",
        "action_id": "channel",
        "placeholder": kit.plain("Choose a channel"),
        "filter": {"include": kinds, "exclude_bot_users": True, "exclude_external_shared_channels": True},
    }
    return kit.modal(
        f"Channel of {key}",
        [
            kit.section(
                "Choose a channel that this app is in. To let it in, type `/invite` and its name there. "
                f"The case's card, topic and bookmarks are put into that channel{_readers(ace)}."
            ),
            kit.field("channel", "Channel", element),
        ],
        callback_id=Form.CHANNEL,
        submit="Use it",
        close="Cancel",
        metadata=json.dumps({"number": ace.number}),
    )


def _readers(ace: Escalation) -> str:
    """A word of care where everybody in the channel will read what is private."""
    return ", and everybody in it can read them" if ace.visibility.is_private else ""


def read_channel(view: Mapping[str, Any]) -> tuple[int, str]:
    """Case number and channel id of the first form; 0 and "" when they cannot be read."""
    return number_of(view), _value(view, "channel", "selected_conversation")


def links(ace: Escalation, policy: Policy) -> Json:
    """Where the team talks."""
    key = naming.key(ace.number, policy.keys.prefix)
    element: Json = {"type": "url_text_input", "action_id": "call"}
    if ace.call_link:
        element["initial_value"] = ace.call_link
    return kit.modal(
        f"Links of {key}",
        [
            kit.field(
                "call",
                "Link of the call",
                element,
                hint=_hint(policy),
                optional=True,
            )
        ],
        callback_id=Form.LINKS,
        submit="Save",
        close="Cancel",
        metadata=json.dumps({"number": ace.number}),
    )


def _hint(policy: Policy) -> str:
    empty = "to go back to the usual one" if policy.links.call else "to take it away"
    return f"It stands in the bookmarks and, where it fits, in the topic. Leave it empty {empty}."


def read_links(view: Mapping[str, Any]) -> tuple[int, str]:
    """Case number and call link of the second form."""
    return number_of(view), _value(view, "call", "value").strip()


def number_of(view: Mapping[str, Any]) -> int:
    """The case that a form carries, 0 when it carries none."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError, RecursionError):
        return 0
    number = kept.get("number") if isinstance(kept, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


def _value(view: Mapping[str, Any], block_id: str, key: str) -> str:
    found: Any = view
    for name in ("state", "values", block_id, block_id, key):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""
