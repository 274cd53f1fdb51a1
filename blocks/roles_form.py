"""The form that says who does what on a case."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, kept_in, text_of
from blocks.ids import Form, to_do
from blocks.kit import Json
from bot.playbook.acts import Act
from bot.playbook.roles import GIVEN, Role
from storage.overview import Overview


def view(case: Overview) -> Json:
    """One field for each role but the EM's, with whoever holds it now."""
    names = case.policy.roles
    shown = {role.value: case.roles[role] for role in GIVEN if role in case.roles}
    fields = [
        field(role.value, names[role], kit.person_select(role, initial=shown.get(role)), optional=True)
        for role in GIVEN
    ]
    hand_over = kit.button(Act.HANDOVER.label, to_do(Act.HANDOVER, case.ace.number))
    led = f"*{kit.escape(names[Role.EM])}*: {kit.escape(case.name(case.ace.em or ''))}. "
    return form(
        Form.ROLES,
        f"Roles of {case.key}",
        [
            kit.section(led + "This seat passes on when somebody accepts it.", accessory=hand_over),
            *fields,
            kit.context("Whoever gets a role is invited to the channel and told." + _private(case)),
        ],
        number=case.ace.number,
        shown=shown,
    )


def _private(case: Overview) -> str:
    return " This is a private case: they will see all of it." if case.ace.visibility.is_private else ""


def read(view: Mapping[str, Any]) -> dict[Role, str | None]:
    """What was changed in the form; what somebody else changed meanwhile is left as it is."""
    kept = kept_in(view).get("shown")
    shown = kept if isinstance(kept, dict) else {}
    chosen = {role: text_of(view, role.value) or None for role in GIVEN}
    return {role: person for role, person in chosen.items() if person != shown.get(role.value)}
