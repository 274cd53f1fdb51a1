"""The opening card of the case channel: the four questions first, then what is known and how to log."""

from blocks import due_lines, kit, problems, typed
from blocks.alert_card import impact
from blocks.cards import Card, Json, card
from blocks.ids import Press, about
from bot.playbook import attention, brief, naming
from bot.playbook.roles import Role
from storage.models import SurfaceKind
from storage.overview import Overview


def opening(case: Overview) -> Card:
    """The card for everyone in the channel.

    Source: handbook, "Discovery"; skill sheet, "Structured format".
    """
    ace = case.ace
    troubles = [problems.not_invited(case), problems.undone(case)]
    return card(
        kit.header(f"{case.key} · {ace.customer}"),
        typed.line(
            *typed.said(ace.summary, bold=True),
            *typed.said(f"\n{ace.severity.long_label} · {ace.status.label} · {_what(case)}"),
        ),
        kit.section("\n".join(f"*{asked}*\n{answer}" for asked, answer in questions(case))),
        impact(case),
        kit.section("\n".join(line for line in (_due(case), _brief(case)) if line)),
        _ask(case),
        kit.section(_timeline(case)),
        _ties(case),
        *troubles,
        kit.actions(kit.button("Set call link", about(Press.LINKS, ace.number)), block_id="links"),
        text=_text(case, troubles),
    )


def questions(case: Overview, *, mention: bool = True) -> list[tuple[str, str]]:
    """The four questions a newcomer asks, answered as mrkdwn; people by name, or by `mention`."""
    return [
        ("Who owns the next action", _owner(case, mention=mention)),
        ("What the customer expects, and when", _expects(case)),
        ("What is blocked", _blocked(case)),
        ("When leadership should care", _leadership(case)),
    ]


def _owner(case: Overview, *, mention: bool) -> str:
    if not case.ace.em:
        return f"Nobody yet. {case.key} waits for an escalation manager to claim it."

    def shown(person: str) -> str:
        return kit.person(person) if mention else kit.escape(case.name(person))

    others = [f"{role.label} {shown(person)}" for role, person in case.roles.items() if role is not Role.EM]
    return "; ".join([f"{shown(case.ace.em)}, the escalation manager", *others])


def _expects(case: Overview) -> str:
    report = case.report
    said = (
        kit.escape(kit.short(report.expectation or report.outcome, 400)) or "Not recorded yet: ask the filer."
    )
    if report.customer_deadline:
        return f"{said} Their own deadline: {kit.moment(report.customer_deadline)}."
    return said


def _blocked(case: Overview) -> str:
    report = case.report
    needed = report.decision or (
        f"{report.ask.label} ({report.target.label})" if report.ask and report.target else ""
    )
    if needed:
        by = f" by {kit.moment(report.deadline)}" if report.deadline else ""
        return f"Waiting for: {kit.escape(kit.short(needed, 300))}{by}."
    return "Nothing is recorded as blocked."


def _leadership(case: Overview) -> str:
    reasons = attention.leadership_reasons(case.report, case.ace.severity)
    if reasons:
        return "Now: " + "; ".join(reasons) + "."
    return "When it gets worse, reaches more customers, or a promise to the customer is at risk."


def _what(case: Overview) -> str:
    product = case.policy.product_name(case.ace.product)
    parts = [product, case.report.platform, case.policy.region_name(case.ace.region)]
    return " · ".join(part for part in parts if part)


def _brief(case: Overview) -> str:
    missing = brief.missing(case.report)
    line = f"*Brief*: {brief.score(case.report)} of 100."
    if not missing:
        return f"{line} Nothing important is missing."
    gaps = ", ".join(item.label for item in missing[:6])
    return f"{line} Missing: {kit.escape(gaps)}."


def _due(case: Overview) -> str:
    following = due_lines.following(case.clocks)
    return f"*Next*: {following}." if following else ""


def _ask(case: Overview) -> Json | None:
    """One press for the first gap, a menu for up to five more."""
    missing = brief.missing(case.report)
    if not missing or not case.ace.em:
        return None
    first, rest = missing[0], missing[1:6]
    number = case.ace.number
    elements = [
        kit.button(
            f"Ask the filer: {first.label}", about(Press.ASK_FILER, number, "first"), value=first.fields[0]
        )
    ]
    if rest:
        options = [(item.fields[0], f"Ask: {item.label}") for item in rest]
        elements.append(kit.overflow(about(Press.ASK_FILER, number, "more"), options))
    return kit.actions(*elements, block_id="ask")


def _timeline(case: Overview) -> str:
    how = (
        "*Log what you see*: reply in this card's thread, or start any message here with "
        "`observation:`, `change:`, `decision:` or `hypothesis:`."
    )
    return "\n".join([how, *(f"• {line}" for line in _notes(case))])


def _notes(case: Overview) -> list[str]:
    return [
        f"{kit.moment(entry.at, '{time}')} {entry.kind.label}: {typed.linked(entry.text, 160)}"
        for entry in case.notes
    ]


def _ties(case: Overview) -> Json | None:
    ties = [naming.key(number, case.policy.keys.prefix) for number in case.linked]
    related = typed.linked(case.report.related, 300)
    parts = [
        _before(case),
        f"Linked cases: {', '.join(ties)}" if ties else "",
        f"Related tickets: {related}" if related else "",
        f"Evidence: {typed.linked(case.report.evidence, 300)}" if case.report.evidence else "",
    ]
    there = [part for part in parts if part]
    return kit.context(*there) if there else None


def _before(case: Overview) -> str:
    """Where the case was led before, when it had to move."""
    before = case.detail(SurfaceKind.CHANNEL).get("before") or {}
    if not before.get("id"):
        return ""
    how = before.get("how")
    place = kit.channel(before["id"]) if how != "deleted" else f"#{kit.escape(str(before.get('name')))}"
    return f"This goes on from {place}{f', which was {how}' if how else ''}. What was logged there is kept."


def _text(case: Overview, troubles: list[Json | None]) -> str:
    ace = case.ace
    answers = " ".join(f"{asked}? {answer}" for asked, answer in questions(case))
    facts = f"{ace.severity.long_label} · {ace.status.label} · {kit.escape(_what(case))}"
    about = f"{case.key} · {kit.escape(ace.customer)}: {kit.escape(ace.summary)} {facts}. {answers}"
    impact = f"Impact: {kit.escape(kit.short(ace.impact, 500))}"
    rest = [kit.said(*troubles), _before(case), _due(case).replace("*", ""), _brief(case).replace("*", ""), *_notes(case)]
    return " ".join(part for part in (about, impact, *rest) if part)
