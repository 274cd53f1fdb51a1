"""The forms that move a case on: the line of why, what is still missing, and where it can go from here."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from blocks import kit
from blocks.case_form import field, form, kept_in, text_of
from blocks.ids import Form, to_do
from blocks.kit import Json
from bot.playbook.acts import Act, Group, offered
from bot.playbook.guards import Missing
from bot.playbook.lifecycle import Status, back_to
from storage.overview import Overview

WHY = 600  # characters
SHOWN = 8  # things of one kind that are missing
FOLLOWS: Mapping[Act, str] = {
    Act.TRIAGE: "In triage it becomes clear who is needed, and who tells the customer what and when. "
    "This can be undone for ten minutes.",
    Act.START: "From now on the team works on what ends the case: its exit criteria. "
    "This can be undone for ten minutes.",
    Act.RESOLVE: "The clocks of updates stop, and the one for the customer's confirmation begins. The filer "
    "sees it at once. Where a retrospective is wanted, its draft opens. There is no undo, but Reopen.",
    Act.CLOSE: "Nothing is due any more but the action items that were agreed. The channel stays; archiving "
    "it is offered some days later. There is no undo, but Reopen.",
    Act.REOPEN: "The clocks begin afresh. How the fix was validated, what was told and the customer's "
    "confirmation have to be recorded anew before it can be resolved again.",
    Act.DECLINE: "It is closed at once and nobody works on it. The filer is told why, and what to do "
    "instead. There is no undo, but Reopen.",
}


def step_form(case: Overview, act: Act, *, why: str = "") -> Json:
    """Asks for the line of why, and says what follows."""
    asked = kit.text_input("why", initial=why, max_length=WHY)
    return form(
        Form.STEP,
        f"{act.label}: {case.key}",
        [
            kit.section(f"*{case.key}* {kit.escape(case.ace.customer)} is {case.ace.status.label}."),
            kit.section(FOLLOWS[act] + _archived(case, act)),
            field("why", "Why now?", asked, hint="One line for the timeline and the channel."),
            _instead() if act is Act.DECLINE else None,
        ],
        number=case.ace.number,
        submit=act.label,
        act=act,
    )


def _instead() -> Json:
    asked = kit.text_input("instead", max_length=WHY, multiline=True)
    return field("instead", "What should the filer do instead?", asked, hint="They are told this directly.")


def _archived(case: Overview, act: Act) -> str:
    if act is not Act.REOPEN or not case.archived:
        return ""
    return " Its channel was archived, and an app cannot bring it back: a new one opens for it."


def read(view: Mapping[str, Any]) -> tuple[Act | None, str, str]:
    """The act, the line of why, and what to do instead."""
    return Act.of(kept_in(view).get("act")), text_of(view, "why"), text_of(view, "instead")


def missing(
    key: str, number: int, act: Act, gaps: Sequence[Missing], taken: Collection[Act], *, why: str = ""
) -> Json:
    """What a step waits for, each with the button that supplies it if it is among those `taken`.

    `why` is the line that was typed for it, shown so that it need not be thought of again.
    """
    by_act: dict[Act, list[str]] = {}
    for gap in gaps:
        by_act.setdefault(gap.act, []).append(kit.escape(sentence(gap.text)))
    return form(
        Form.PANEL,
        f"{act.label}: not yet",
        [
            kit.section(f"*{key}* stays where it is. Before “{act.label}”, this is still needed:"),
            *(_gap(number, each, texts, taken) for each, texts in by_act.items()),
            *([kit.section(f"Your line, to be copied: {kit.escape(kit.short(why, WHY))}")] if why else []),
        ],
        number=number,
        submit=None,
    )


def _gap(number: int, act: Act, texts: Sequence[str], taken: Collection[Act]) -> Json:
    more = [f"And {len(texts) - SHOWN} more."] if len(texts) > SHOWN else []
    lines = "\n".join(f"• {text}" for text in [*texts[:SHOWN], *more])
    return kit.section(lines, accessory=kit.button(act.label, to_do(act, number)) if act in taken else None)


def sentence(text: str) -> str:
    """A clause as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def ways(case: Overview, gaps: Mapping[Act, Sequence[Missing]], possible: Collection[Act]) -> Json:
    """Where a case can go from its status, what each way waits for, and its button."""
    there = [act for act in offered(case.ace.status)[Group.MOVE] if act in LEADS and act in possible]
    lines = [_way(case, act, len(gaps.get(act, ()))) for act in there]
    return form(
        Form.PANEL,
        f"Status of {case.key}",
        [
            kit.section(f"*{case.key}* is *{case.ace.status.label}* since {kit.moment(case.ace.status_at)}."),
            *(lines or [kit.section("From here there is no step that you may take.")]),
        ],
        number=case.ace.number,
        submit=None,
    )


LEADS: Mapping[Act, Status | None] = {
    Act.CLAIM: Status.DISCOVERY,
    Act.TRIAGE: Status.TRIAGE,
    Act.START: Status.IN_PROGRESS,
    Act.RESOLVE: Status.RESOLVED,
    Act.DE_ESCALATE: Status.RESOLVED,
    Act.CLOSE: Status.CLOSED,
    Act.DECLINE: Status.CLOSED,
    Act.REOPEN: None,  # where it came from
}


def _way(case: Overview, act: Act, lacking: int) -> Json:
    back = back_to(declined=case.progress.declined is not None, led=case.ace.em is not None)
    waits = f" {lacking} {'thing is' if lacking == 1 else 'things are'} still missing." if lacking else ""
    line = f"To *{(LEADS[act] or back).label}*.{waits}"
    return kit.section(line, accessory=kit.button(act.label, to_do(act, case.ace.number)))
