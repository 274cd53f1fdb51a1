"""The forms about the customer: a contact to be logged, and the promises made to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from blocks import kit
from blocks.case_form import field, form, moment_of, text_of
from blocks.contact_lines import promise_line
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.contacts import Told
from bot.playbook.work import Direction, Medium, PromiseState
from storage.case_records import Promise
from storage.overview import Overview

SAID, PROMISED, REASON = 3000, 500, 500  # characters
OPEN, SETTLED = 10, 5  # promises in the form


def view(case: Overview, said: str = "") -> Json:
    """What was said by which way, and what was promised by it."""
    plan = case.progress.plan
    medium = (plan.medium if plan else Medium.TICKET).value
    return form(
        Form.CONTACT,
        f"Customer of {case.key}",
        [
            field(
                "direction",
                "Who told whom?",
                kit.radio("direction", Direction.options(), initial=Direction.OUT.value),
            ),
            field("medium", "By which way?", kit.select("medium", Medium.options(), initial=medium)),
            field(
                "said",
                "What was said?",
                kit.text_input("said", initial=said, multiline=True, max_length=SAID),
            ),
            field(
                "at",
                "When did it take place?",
                kit.moment_picker("at"),
                hint="Leave it empty for just now.",
                optional=True,
            ),
            *_promise(),
        ],
        number=case.ace.number,
        submit="Log it",
    )


def _promise() -> list[Json]:
    """What was promised, for when, and why so late."""
    return [
        field(
            "promised",
            "What was promised next?",
            kit.text_input("promised", max_length=PROMISED, placeholder="The next update"),
            optional=True,
        ),
        field(
            "promise",
            "Promised for when?",
            kit.moment_picker("promise"),
            hint="It sets when the customer's next update is due. Empty: the usual pace.",
            optional=True,
        ),
        field(
            "reason",
            "Why that late?",
            kit.text_input("reason", max_length=REASON),
            hint="Needed only when it is later than such customers usually hear.",
            optional=True,
        ),
    ]


def read(view: Mapping[str, Any]) -> Told:
    """The contact as it was filled in."""
    return Told(
        direction=Direction.of(text_of(view, "direction")) or Direction.OUT,
        medium=Medium.of(text_of(view, "medium")) or Medium.TICKET,
        said=text_of(view, "said"),
        at=moment_of(view, "at"),
        promised=text_of(view, "promised"),
        due_at=moment_of(view, "promise"),
        reason=text_of(view, "reason"),
    )


def promises(case: Overview) -> Json:
    """Each open promise with what became of it, what became of the last ones, and room for one more."""
    waiting = [each for each in case.work.promises if each.state is PromiseState.OPEN][:OPEN]
    over = [each for each in case.work.promises if each.state is not PromiseState.OPEN][-SETTLED:]
    settled = [f"{each.state.label}: {promise_line(each)}" for each in over]
    return form(
        Form.PROMISES,
        f"Promises of {case.key}",
        [
            kit.section("No promise is open.") if not waiting else None,
            *(_settling(each) for each in waiting),
            kit.context(*settled) if settled else None,
            kit.divider(),
            *_promise(),
        ],
        number=case.ace.number,
    )


def _settling(made: Promise) -> Json:
    name = f"promise-{made.id}"
    label = kit.short(f"{made.what} (by {made.due_at:%d %b %H:%M} UTC)", 1900)
    radio = kit.radio(name, PromiseState.options(), initial=PromiseState.OPEN.value)
    return field(name, label, radio)


def read_promises(
    view: Mapping[str, Any],
) -> tuple[dict[int, PromiseState], tuple[str, datetime | None, str]]:
    """The promises that are settled, by id, and what was promised anew: what, for when, why so late."""
    settled = {}
    for block in view.get("blocks") or []:
        name = str(block.get("block_id") or "")
        which = name.removeprefix("promise-")
        state = PromiseState.of(text_of(view, name))
        if name.startswith("promise-") and which.isdecimal() and state not in {None, PromiseState.OPEN}:
            settled[int(which)] = PromiseState(str(state))
    return settled, (text_of(view, "promised"), moment_of(view, "promise"), text_of(view, "reason"))
