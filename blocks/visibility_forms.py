"""The forms that decide who may see a case: the choice with what follows from it, and making sure."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, kept_in, number_of, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.permissions import Permission
from bot.playbook.policy import Policy
from bot.playbook.visibility import Visibility
from storage.overview import Overview

TO, WHY = "to", "why"
HIDING = (
    "*What happens*: only those on the case and the group that the policy names see it. Its alert, and the "
    "filer's message, lose every word of the customer's. It goes on in a new private channel, since Slack "
    "cannot make a public one private: ACE invites those on the case, nobody else. In the old channel ACE "
    "blanks what it wrote: cards, messages, topic, bookmarks, its section of the canvas; and it renames it.\n"
    "*What remains*: what people wrote there and under the alert, Slack's own lines about earlier topics and "
    "names, search results, and notifications and e-mails that went out already.\n"
    "*There is no undo*: what is blanked stays blank, also when the case is opened up later."
)
OPENING = (
    "Whoever leads it or belongs to its group can also open it up; before that happens, you are asked once "
    "more. Changing the group changes who sees it besides those on it."
)


def choice(case: Overview) -> Json:
    """Who may see it from now on, and why."""
    now = case.ace.visibility
    options = [(each.value, each.label) for each in Visibility if each is not now]
    return form(
        Form.VISIBILITY,
        f"Who sees {case.key}",
        [
            kit.section(f"*{case.key}* is “{now.label}” now."),
            field(TO, "Who may see it from now on?", kit.radio(TO, options)),
            field(WHY, "Why?", kit.text_input(WHY), hint="One line; it stays on the record of the case."),
            kit.section(OPENING if now.is_private else HIDING),
        ],
        number=case.ace.number,
        seen=now.value,
        submit="Next" if now.is_private else "Make it private",
    )


def sure(case: Overview, why: str) -> Json:
    """Before a private case is opened up: what becomes readable, and by whom."""
    readers = _readers(case.policy)
    return form(
        Form.OPEN_UP,
        f"Open up {case.key}?",
        [
            kit.section(
                f"*{case.key}* (“{case.ace.visibility.label}”) becomes readable by {readers}: "
                f"the customer ({kit.escape(kit.short(case.ace.customer, 80))}), the impact and everything "
                "that is recorded of it stand in its alert, in lists, in search, in reports and exports."
            ),
            kit.section(
                "*Its channel stays private*: Slack cannot make it public, and ACE invites nobody to it. "
                "Only ACE's own gate is lifted."
            ),
            kit.section(
                "*Once it was read, it was read*: you can make it private again, but not unseen. "
                f"Reason: {kit.escape(kit.short(why, 300))}"
            ),
        ],
        number=case.ace.number,
        seen=case.ace.visibility.value,
        why=why,
        submit="Open it up",
    )


def _readers(policy: Policy) -> str:
    rule = policy.permissions[Permission.SEE]
    if rule == "everyone":
        return "everyone in this workspace, guests included"
    return "all members of this workspace" if rule == "members" else "those whom the policy lets see cases"


def done(case: Overview) -> Json:
    """What was done, and what remains where."""
    group = "" if case.ace.em else " Nobody leads it yet: its group is asked to claim it."
    return kit.modal(
        f"{case.key} is private",
        [
            kit.section(
                f"*{case.key}* is “{case.ace.visibility.label}” from now on. ACE is taking back what it "
                f"wrote where others read, and tells those in charge if Slack refuses some of it.{group}"
            ),
            kit.section(
                "*Still there*: what people wrote in its old channel and under its alert, Slack's own lines "
                "about earlier topics, search results, and notifications and e-mails that went out already. "
                "Whoever wrote a message can delete it, and so can an admin of the workspace."
            ),
        ],
        callback_id="notice",
        close="Close",
    )


def read(view: Mapping[str, Any]) -> tuple[int, Visibility | None, str, Visibility | None]:
    """Case, the choice, the reason, and what it was when the form was opened."""
    return (
        number_of(view),
        Visibility.of(text_of(view, TO)),
        text_of(view, WHY),
        Visibility.of(kept_in(view).get("seen")),
    )


def read_sure(view: Mapping[str, Any]) -> tuple[int, str, Visibility | None]:
    """Case, the reason, and what it was when the form was opened."""
    kept = kept_in(view)
    return number_of(view), str(kept.get("why") or ""), Visibility.of(kept.get("seen"))
