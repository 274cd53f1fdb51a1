"""The list of who may see a case and why, letting in and taking off; the form that asks for access."""

from collections.abc import Mapping, Sequence
from typing import Any

from blocks import kit, typed
from blocks.case_form import field, form, number_of, text_of
from blocks.ids import Form, Press, about
from blocks.kit import Json
from bot.playbook.roles import Role
from storage.case_records import AccessRequest
from storage.overview import Overview

LET_IN, TAKE_OFF, WHY = "let_in", "take_off", "why"
SHOWN = 60  # people on the list
REQUESTS = 5
DECIDE = (
    "Whoever leads it and its group decide who else may see it. Giving somebody a part in it lets them in."
)
LETS = "They read all of it, also what was written before, and are invited to its channel."
REASONS = {
    "filer": "filed it",
    "joined": "reported the same",
    "let in": "was let in",
    "channel": "was let into its channel in Slack",
}


def listing(case: Overview, group: Sequence[str], asking: Sequence[AccessRequest], *, decides: bool) -> Json:
    """Who may see it; `group` are those of the policy's private group, `asking` those who wait for an answer.

    Whoever `decides` also gets the fields and buttons to change it.
    """
    number = case.ace.number
    blocks: list[Json | None] = [kit.section(_head(case)), *_people(case, group)]
    if not decides:
        blocks.append(kit.context(DECIDE))
        return form(Form.VIEWERS, f"Who sees {case.key}", blocks, number=number, submit=None)
    blocks += [each for made in asking[:REQUESTS] for each in _asking(case, made)]
    blocks += [
        kit.divider(),
        field(LET_IN, "Let in", kit.person_select(LET_IN), optional=True, hint=LETS),
        _take_off(case),
        field(WHY, "Why?", kit.text_input(WHY), hint="It stays on the record of the case."),
    ]
    return form(Form.VIEWERS, f"Who sees {case.key}", blocks, number=number, submit="Change the list")


def _head(case: Overview) -> str:
    if case.ace.visibility.is_private:
        return f"*{case.key}* is “{case.ace.visibility.label}”. Only these people may see it:"
    return f"*{case.key}* is open to all whom the policy lets see cases. On it, and invited to its channel:"


def _people(case: Overview, group: Sequence[str]) -> list[Json]:
    on_it = [f"• {_name(case, person)}: {_why(case, person, why)}" for person, why in case.involved.items()]
    rest = [person for person in group if person not in case.involved]
    lines = on_it + [f"• {kit.person(person)}: belongs to the policy's group" for person in rest]
    if case.ace.visibility.is_private and not group:
        lines.append("• The policy names nobody for such cases (`[private]`).")
    more = len(lines) - SHOWN
    shown = lines[:SHOWN] + ([f"• … and {more} more"] if more > 0 else [])
    return [kit.section("\n".join(shown[at : at + 20])) for at in range(0, len(shown), 20)]


def _name(case: Overview, person: str) -> str:
    return kit.escape(case.names[person]) if person in case.names else kit.person(person)


def _why(case: Overview, person: str, why: str) -> str:
    held = [case.policy.roles[role] for role, holder in case.roles.items() if holder == person]
    if held:
        return kit.escape(", ".join(held))
    role = Role.of(why)
    return f"was {kit.escape(case.policy.roles[role])}" if role else REASONS.get(why, kit.escape(why))


def _asking(case: Overview, made: AccessRequest) -> list[Json]:
    number, which = case.ace.number, str(made.id)
    return [
        kit.section(f"*Asks to see it*: {kit.person(made.person)}. {typed.linked(made.why, 300)}"),
        kit.actions(
            kit.button(f"Let in to {case.key}", about(Press.LET_IN, number, which)),
            kit.button("Decline", about(Press.TURN_DOWN, number, which)),
        ),
    ]


def _take_off(case: Overview) -> Json | None:
    held = set(case.roles.values())
    options = [
        (person, case.name(person))
        for person in case.involved
        if person not in held and person != case.ace.em
    ]
    if not options:
        return None
    hint = (
        "They are removed from its channel and told so. What they have read they have read."
        if case.ace.visibility.is_private
        else "They stay in its channel unless they leave it, and see the case like everyone."
    )
    return field(TAKE_OFF, "Take off", kit.select(TAKE_OFF, options[:100]), optional=True, hint=hint)


def read(view: Mapping[str, Any]) -> tuple[int, str, str, str]:
    """Case, whom to let in, whom to take off ("" for nobody), and why."""
    return number_of(view), text_of(view, LET_IN), text_of(view, TAKE_OFF), text_of(view, WHY)


def asking(key: str, number: int) -> Json:
    """Asks for the reason; it looks the same whether or not there is such a case."""
    return form(
        Form.ACCESS,
        f"Ask about {key}",
        [
            kit.section(
                f"If {key} is a case that you cannot see, those in charge of it get your request. ACE tells "
                "nobody whether it exists: you hear from it only once they let you in."
            ),
            field(WHY, "Why do you need to see it?", kit.text_input(WHY, multiline=True, max_length=500)),
        ],
        number=number,
        submit="Ask",
    )
