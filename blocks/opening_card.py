"""The opening card of the case channel, from which a case is led: where it stands, and what to do next."""

from blocks import kit, problems, typed
from blocks.alert_card import impact
from blocks.cards import Card, Json, card
from blocks.four_questions import questions
from blocks.ids import Press, about, to_do
from blocks.standing import standing, two_more
from bot.playbook import brief, guards, naming
from bot.playbook.acts import Act
from storage.models import SurfaceKind
from storage.overview import Overview


def opening(case: Overview) -> Card:
    """The card for everyone in the channel, at most twelve blocks.

    Source: handbook, "Discovery"; skill sheet, "Structured format".
    """
    ace = case.ace
    troubles = [problems.not_invited(case), problems.undone(case)]
    stands = standing(case)
    return card(
        kit.header(f"{case.key} · {ace.customer}"),
        typed.line(
            *typed.said(ace.summary, bold=True),
            *typed.said(f"\n{ace.severity.long_label} · {ace.status.label} · {_what(case)}"),
        ),
        kit.section("\n".join(f"*{asked}*\n{answer}" for asked, answer in questions(case))),
        kit.section(stands) if stands else None,
        _buttons(case),
        impact(case),
        kit.section(_brief(case)) if ace.status.is_open else None,
        _ask(case) if ace.status.is_open else None,
        kit.section(_timeline(case)),
        _ties(case),
        *troubles,
        text=_text(case, troubles),
    )


def _buttons(case: Overview) -> Json:
    """The next step first, two more, and the way to all the others."""
    number, onward = case.ace.number, guards.next_step(case.ace.status)
    steps = []
    if onward is Act.CLAIM:
        steps.append(kit.button(f"Claim {case.key}", about(Press.CLAIM, number), style="primary"))
    elif onward:
        steps.append(kit.button(onward.label, to_do(onward, number), style="primary"))
    more = [kit.button(act.label, to_do(act, number)) for act in two_more(case) if act is not onward]
    return kit.actions(*steps, *more, kit.button("More", about(Press.MORE, number)), block_id="lead")


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
    kinds = case.policy.emoji.kinds
    marks = ", ".join(f":{emoji}: {kind}" for kind, emoji in kinds)
    how = (
        "*Log what you see*: reply in this card's thread, or start any message here with "
        "`observation:`, `change:`, `decision:` or `hypothesis:`. "
        f"On a message that is there, an emoji ({marks}) or a pin does the same."
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
    stands = (standing(case) or "").replace("*", "")
    facts = f"{ace.severity.long_label} · {ace.status.label} · {kit.escape(_what(case))}"
    about = f"{case.key} · {kit.escape(ace.customer)}: {kit.escape(ace.summary)} {facts}. {answers}"
    impact = f"Impact: {kit.escape(kit.short(ace.impact, 500))}"
    said = _brief(case).replace("*", "") if ace.status.is_open else ""
    rest = [stands, kit.said(*troubles), _before(case), said, *_notes(case)]
    return " ".join(part for part in (about, impact, *rest) if part)
