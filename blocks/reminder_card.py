"""A reminder: what is due for whom, with the buttons that answer it; one line once everything is done."""

from collections.abc import Mapping, Sequence

from blocks import due_lines, kit, work_buttons
from blocks.cards import Card, Json, card
from blocks.ids import Press, about, to_do
from bot.playbook.acts import Act
from bot.playbook.adherence import What
from bot.playbook.kinds import ClockKind
from bot.playbook.rungs import Level
from storage.clock_records import Reminder
from storage.overview import Overview
from storage.reminders import Part

MOST = 10  # lines of one message
BUTTONS = 3  # of one message that speaks of several cases

Cases = Mapping[int, Overview]


def reminder(made: Reminder, parts: Sequence[Part], cases: Cases) -> Card | None:
    """The message as things are now; None when there is nothing to tell.

    `parts` are those that whoever it is meant for may hear of, `cases` those that `needed` names, or more.
    """
    told, waiting = _ordered(parts)
    if not told:
        return None
    lines = [_line(part, cases[part.clock.number]) for part in told[:MOST]]
    if len(told) > MOST:
        lines.append(f"… and {len(told) - MOST} more.")
    if not waiting:
        line = "\n".join(lines)
        return card(kit.context(line), text=line.replace("*", ""))
    text = f"{_who(made)} {lines[0]}"
    if len(lines) > 1:
        text = "\n".join([f"{_who(made)} this is waiting:", *(f"• {_begun(line)}" for line in lines)])
    late = "Delayed: ACE was not running when this was due." if made.delayed else ""
    return card(
        kit.section(text),
        _buttons(waiting, cases),
        kit.context(late) if late else None,
        text=" ".join(each for each in (text.replace("*", ""), late) if each),
    )


def needed(parts: Sequence[Part]) -> list[int]:
    """The numbers of the cases that the message shows, few as they are among all that it counts."""
    told, waiting = _ordered(parts)
    shown = [part.clock.number for part in told[:MOST]]
    return list(dict.fromkeys([*shown, *_numbers(waiting)[:BUTTONS]]))


def _ordered(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """What it tells of, with what waits for an answer first; and that alone."""
    told = _latest(parts)
    waiting = [part for part in told if not (part.is_over or part.newer or _is_freed(part))]
    waits = {id(part) for part in waiting}
    return [*waiting, *(part for part in told if id(part) not in waits)], waiting


def _numbers(parts: Sequence[Part]) -> list[int]:
    return list(dict.fromkeys(part.clock.number for part in parts))


def _latest(parts: Sequence[Part]) -> list[Part]:
    """What says most of each clock, in the order in which the clocks came."""
    found: dict[tuple[int, int], Part] = {}
    for part in parts:
        found[part.event.clock, part.event.cycle] = part
    return list(found.values())


def _is_freed(part: Part) -> bool:
    """Whether somebody no longer owes what they were asked for, while others still do."""
    owners = part.clock.owners
    return part.event.level in _OWNERS and part.clock.kind in _OWED and part.event.person not in owners


_OWED = {ClockKind.APPROVAL, ClockKind.ITEM}
_OWNERS = {Level.HALF, Level.BEFORE, Level.TARGET, Level.DUE, Level.AGAIN}


def _begun(line: str) -> str:
    """With a capital, as a line of its own begins."""
    return line[:1].upper() + line[1:]


def _who(made: Reminder) -> str:
    return kit.person(made.person) if made.person else "Nobody is named to hear of it:"


def _line(part: Part, case: Overview) -> str:
    if part.is_over or _is_freed(part):
        return _done(part, case)
    if part.newer:
        return f"*{case.key}*: the {due_lines.name(part.clock)} is asked for again further down."
    how = _WORDS.get(part.clock.kind, _usual)
    return how(part, case)


def _done(part: Part, case: Overview) -> str:
    answer = part.answer
    if answer is None or answer.what is What.ENDED:
        return f"{case.key}: the {due_lines.name(part.clock)} is no longer waited for."
    who = f" by {kit.escape(part.by or case.name(answer.person))}" if answer.person else ""
    return f"{case.key}: {_DONE[part.clock.kind]}{who} {kit.moment(answer.at)}."


_DONE = {
    ClockKind.CLAIM: "claimed",
    ClockKind.INTERNAL: "update posted",
    ClockKind.CUSTOMER: "customer contact logged",
    ClockKind.PROMISE: "customer contact logged",
    ClockKind.TRIAGE_CALL: "triage call settled",
    ClockKind.CONFIRMATION: "customer's confirmation recorded",
    ClockKind.ATTEMPT: "workaround attempt recorded",
    ClockKind.RETROSPECTIVE: "retrospective draft written",
    ClockKind.APPROVAL: "retrospective approval settled",
    ClockKind.ITEM: "action item settled",
}


def _usual(part: Part, case: Overview) -> str:
    row, level = part.clock, part.event.level
    what = f"the *{due_lines.name(row)}* of {case.key}"
    if level is Level.TAKE_OVER or level is Level.REPEAT:
        return f"{what} was missed {kit.moment(row.limit_at)}. {_leads(part, case)}"
    if row.resumes_at:
        return f"{what} is {due_lines.due(row)}."
    if level is Level.STILL_YOURS:
        return f"{case.key} has had no update since {kit.moment(row.anchor)}. *Is it still yours?*"
    if row.missed_at:
        since = kit.moment(row.limit_at)
        return f"{what} was due {kit.moment(row.target_at)} and counts as *missed* since {since}."
    if row.snoozed_until:
        until = kit.moment(row.snoozed_until)
        return f"{what} is put off until {until}; it is missed {kit.moment(row.limit_at)}."
    missed = (
        f" It counts as missed from {kit.moment(row.limit_at)} on." if row.limit_at > row.target_at else ""
    )
    halfway = "*Half of the time is over*: " if Level.MIDWAY in row.said else ""
    return f"{halfway}{what} is due {kit.moment(row.target_at)}.{missed}"


def _claim(part: Part, case: Overview) -> str:
    waits = f"*{case.key}* ({case.ace.severity.long_label}) waits for somebody to claim it"
    since = f"filed {kit.moment(case.ace.filed_at)}"
    match part.event.level:
        case Level.BACKUP:
            return f"{waits}, {since}. The on-call EM has not taken it."
        case Level.ESCALATED | Level.REPEAT:
            return f"{waits}, {since}. It should have been claimed by {kit.moment(part.clock.limit_at)}."
        case _:
            return f"{waits}, {since}. It should be claimed by {kit.moment(part.clock.limit_at)}."


def _attempt(part: Part, case: Overview) -> str:
    found = next((each for each in case.work.attempts if each.id == part.clock.subject), None)
    what = f" ({kit.escape(kit.short(found.what, 120))})" if found else ""
    return (
        f"the time for the workaround of {case.key}{what} is over. How did it go: same, different or worked?"
    )


def _item(part: Part, case: Overview) -> str:
    found = next((each for each in case.work.items if each.id == part.clock.subject), None)
    what = kit.escape(kit.short(found.text, 200)) if found else "an action item"
    late = " It is overdue." if part.clock.missed_at else ""
    return f"action item of {case.key}: *{what}*. Due {kit.moment(part.clock.target_at)}.{late}"


def _confirmation(_part: Part, case: Overview) -> str:
    return (
        f"the customer has not confirmed yet that {case.key} is solved. "
        "Ask them, or record that they do not answer."
    )


def _approval(part: Part, case: Overview) -> str:
    waits = f"the retrospective of {case.key} waits for approval since {kit.moment(part.clock.anchor)}"
    if part.event.level is Level.LATE:
        left = ", ".join(kit.escape(case.name(each)) for each in part.clock.owners)
        return f"{waits}. Still to decide: {left}."
    return f"{waits}. The message that asked you has the buttons."


_WORDS = {
    ClockKind.CLAIM: _claim,
    ClockKind.ATTEMPT: _attempt,
    ClockKind.ITEM: _item,
    ClockKind.CONFIRMATION: _confirmation,
    ClockKind.APPROVAL: _approval,
}


def _leads(part: Part, case: Overview) -> str:
    if not case.ace.em:
        return "Nobody leads it."
    if part.event.person == case.ace.em:
        return f"{kit.escape(case.name(case.ace.em))} leads it now."
    return f"{kit.escape(case.name(case.ace.em))} leads it. Take it over, or help them."


def _buttons(waiting: Sequence[Part], cases: Cases) -> Json | None:
    """What answers it: for one case up to three buttons and a menu, for several one button each."""
    numbers = _numbers(waiting)
    if len(numbers) == 1:
        elements = _of_case(waiting, cases[numbers[0]])
    else:
        firsts = [
            next(part for part in waiting if part.clock.number == number) for number in numbers[:BUTTONS]
        ]
        elements = [
            each for part in firsts for each in _of_case([part], cases[part.clock.number], named=True)[:1]
        ]
    return kit.actions(*elements, block_id="reminder") if elements else None


def _of_case(waiting: Sequence[Part], case: Overview, *, named: bool = False) -> list[Json]:
    number, kinds = case.ace.number, {part.clock.kind for part in waiting}
    levels = {part.event.level for part in waiting}
    key = f" {case.key}" if named else ""
    if kinds == {ClockKind.CLAIM}:
        return [kit.button(f"Claim {case.key}", about(Press.CLAIM, number), style="primary")]
    if levels & {Level.TAKE_OVER, Level.REPEAT}:
        if case.ace.em in {part.event.person for part in waiting}:
            return []
        text = f"Take over {case.key}"
        return [kit.button(text, about(Press.TAKE_OVER, number), value=case.ace.em or "", style="primary")]
    if kinds & set(due_lines.UPDATES):
        return _for_updates(waiting, number, kinds, key)
    if len(waiting) == 1 and not named and waiting[0].clock.kind in _AT_ONCE:
        return _AT_ONCE[waiting[0].clock.kind](number, waiting[0].clock.subject)
    acts = [act for kind, act in _ACTS.items() if kind in kinds]
    return [kit.button(act.label + key, to_do(act, number)) for act in acts[:3]]


def _for_updates(waiting: Sequence[Part], number: int, kinds: set[ClockKind], key: str) -> list[Json]:
    contact = kit.button(f"{Act.CONTACT.label}{key}", to_do(Act.CONTACT, number), style="primary")
    if ClockKind.INTERNAL not in kinds:
        return [contact, *_besides(waiting, number), _menu(number, Act.UPDATE, Act.PAUSE)]
    update = kit.button(f"{Act.UPDATE.label}{key}", to_do(Act.UPDATE, number), style="primary")
    nothing = kit.button("Nothing new", about(Press.NOTHING_NEW, number))
    return [update, nothing, *_besides(waiting, number), _menu(number, Act.CONTACT, Act.PAUSE)]


def _besides(waiting: Sequence[Part], number: int) -> list[Json]:
    """What else makes sense: to resume what is paused, to hand over, or to put off what is not missed yet."""
    if any(part.clock.paused_at for part in waiting):
        return [kit.button("Resume", to_do(Act.RESUME, number))]
    if any(part.event.level is Level.STILL_YOURS for part in waiting):
        return [kit.button(Act.HANDOVER.label, to_do(Act.HANDOVER, number))]
    if any(part.clock.missed_at for part in waiting):
        return []
    return [kit.button("Snooze", to_do(Act.SNOOZE, number))]


def _menu(number: int, *acts: Act) -> Json:
    return kit.overflow(about(Press.CHOOSE, number), [(act.value, act.label) for act in acts])


_ACTS = {
    ClockKind.TRIAGE_CALL: Act.TRIAGE_CALL,
    ClockKind.CONFIRMATION: Act.CONFIRM,
    ClockKind.ATTEMPT: Act.ATTEMPT,
    ClockKind.ITEM: Act.ITEMS,
    ClockKind.RETROSPECTIVE: Act.RETRO,
}
_AT_ONCE = {ClockKind.ATTEMPT: work_buttons.attempt, ClockKind.ITEM: work_buttons.item}
