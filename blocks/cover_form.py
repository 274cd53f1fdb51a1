"""The form of a cover: who stands in for which role until when, and the covers there are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from blocks import kit
from blocks.case_form import field, form, moment_of, text_of
from blocks.ids import Form, Press, about
from blocks.kit import Json
from bot.playbook.roles import Role
from storage.overview import Overview


def view(case: Overview, by: str, stand_in: str | None = None) -> Json:
    """The roles that somebody holds, first the one of whoever asks; and each cover with its end."""
    names = case.policy.roles
    own = [role for role in Role if case.roles.get(role) == by]
    held = [
        (role.value, kit.short(f"{names[role]}: {case.name(case.roles[role])}", kit.LABEL))
        for role in Role
        if role in case.roles
    ]
    number = case.ace.number
    covers = [
        kit.section(
            line(case, made.role, made.stand_in, made.person, made.until),
            accessory=kit.button("End cover", about(Press.END_COVER, number, str(made.id))),
        )
        for made in case.work.covers
    ]
    chosen = own[0].value if own else Role.EM.value
    return form(
        Form.COVER,
        f"Cover for {case.key}",
        [
            *covers,
            field("role", "Which role?", kit.select("role", held, initial=chosen)),
            field("stand_in", "Who stands in?", kit.person_select("stand_in", initial=stand_in)),
            field("until", "Until when?", kit.moment_picker("until")),
            kit.context("Reminders go to whoever stands in. Ownership stays where it is."),
        ],
        number=number,
        submit="Arrange it",
    )


def line(case: Overview, role: Role, stand_in: str, person: str, until: datetime) -> str:
    """One cover, in words."""
    who, whom = kit.escape(case.name(stand_in)), kit.escape(case.name(person))
    return f"{who} stands in for {whom} ({kit.escape(case.policy.roles[role])}) until {kit.moment(until)}"


def read(view: Mapping[str, Any]) -> tuple[Role | None, str, datetime | None]:
    """Role, stand-in and end."""
    return Role.of(text_of(view, "role")), text_of(view, "stand_in"), moment_of(view, "until")
