"""The brief for the team that is asked: shown to whoever asks for it, and sent to the team once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from blocks import attempt_lines, kit, typed
from blocks.cards import Card, card
from blocks.case_form import form
from blocks.ids import Form, Press, about
from blocks.kit import Json
from bot.playbook import brief, naming
from bot.playbook.brief_outline import Facts, Part, outline
from bot.playbook.work import Direction, PromiseState
from storage.overview import Overview

LINE, MANY = 500, 8  # characters of one fact, facts of one part


def brief_card(case: Overview) -> Card:
    """The brief as a message."""
    parts = outline(case.report, _facts(case))
    said = " ".join(_said(part) for part in parts)
    head = f"Escalation {case.key}: {kit.escape(case.ace.summary)} {_head(case)}."
    return card(*_blocks(case, parts), text=f"{head} {kit.escape(said)}")


def _said(part: Part) -> str:
    facts = [f"{each.label} {kit.short(each.text, 200)}".strip() for each in part.lines]
    return f"{part.title}: {' '.join(facts)}"


def view(case: Overview) -> Json:
    """The brief with what it lacks, and where it may be sent, the button that sends it."""
    parts = outline(case.report, _facts(case))
    title = f"Brief of {case.key}"
    blocks = [*_blocks(case, parts), kit.context(_missing(case)), _send(case)]
    return form(Form.PANEL, title, blocks, number=case.ace.number, submit=None)


def place(case: Overview) -> str:
    """Where the brief goes: the channel that the policy names for the team, else the case's own; "" for none.

    That of a private case stays within its channel.
    """
    private = case.ace.visibility.is_private
    return case.policy.brief.place(case.report.target, private=private) or case.room or ""


def _blocks(case: Overview, parts: list[Part]) -> list[Json]:
    return [
        kit.header(f"Escalation: {case.ace.summary}"),
        kit.section(f"*{case.key}* · {_head(case)}"),
        *(_part(part) for part in parts),
    ]


def _head(case: Overview) -> str:
    target = f"For {case.report.target.label}" if case.report.target else "For a team still to be named"
    where = f" · {kit.channel(case.channel)}" if case.channel and not case.ace.visibility.is_private else ""
    return f"{case.ace.severity.long_label} · {target}{where}"


def _part(part: Part) -> Json:
    """A bold title, then each fact on a line of its own, to the letter."""
    leaves = typed.said(f"{part.title}\n", bold=True)
    for line in part.lines[:MANY]:
        text = line.text if len(line.text) <= LINE else line.text[: LINE - 1].rstrip() + "…"
        leaves += [*(typed.said(f"{line.label}: ") if line.label else []), *typed.said(f"{text}\n")]
    return typed.line(*leaves)


def _missing(case: Overview) -> str:
    lacking = brief.missing(case.report)
    score = f"Brief: {brief.score(case.report)} of 100."
    if not lacking:
        return f"{score} Nothing important is missing."
    return f"{score} Missing: {kit.escape(', '.join(item.label for item in lacking))}."


def _send(case: Overview) -> Json | None:
    """The button while it has not been sent there, else when that was."""
    target = case.report.target
    where = place(case)
    sent = case.progress.briefs.get(target.value if target else "")
    if sent:
        return kit.context(f"Sent {kit.moment(sent.at)} by {kit.escape(case.name(sent.by))}.")
    if not where:
        return None
    label = f"Send brief to {target.label}" if target and where != case.room else "Post brief in the channel"
    return kit.actions(kit.button(label, about(Press.SEND_BRIEF, case.ace.number), style="primary"))


def _facts(case: Overview) -> Facts:
    zone = ZoneInfo(case.policy.organisation.zone)

    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%d %b %Y %H:%M %Z}"

    out = [each for each in case.work.contacts if each.direction is Direction.OUT]
    waiting = [each for each in case.work.promises if each.state is PromiseState.OPEN]
    return Facts(
        at=at,
        told=f"{at(out[-1].at)} ({out[-1].medium.label}): {out[-1].said}" if out else "",
        promised=f"{waiting[0].what}, by {at(waiting[0].due_at)}" if waiting else "",
        attempts=tuple(said for _, said in attempt_lines.attempt_rows(case)),
        linked=tuple(naming.key(each, case.policy.keys.prefix) for each in case.linked),
    )
