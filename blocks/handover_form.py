"""The forms of a handover: the packet to be written, the offer that waits, and why it is declined."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, kept_in, text_of
from blocks.ids import Form, Press, about
from blocks.kit import Json
from bot.playbook.handover import MOST, PARTS, Packet
from storage.case_records import Handover
from storage.overview import Overview

WHY = 500  # characters


def view(case: Overview, packet: Packet, taker: str | None = None) -> Json:
    """To whom, and what they have to know: filled in from the record, to be put right by hand."""
    parts = [
        field(
            name,
            title,
            kit.text_input(name, initial=getattr(packet, name), multiline=True, max_length=MOST),
            optional=True,
        )
        for name, title in PARTS.items()
    ]
    return form(
        Form.HANDOVER,
        f"Hand over {case.key}",
        [
            field("taker", "Who takes it on?", kit.person_select("taker", initial=taker)),
            *parts,
            kit.context("They get this as a message. You lead the case until they accept."),
        ],
        number=case.ace.number,
        submit="Offer it",
    )


def read(view: Mapping[str, Any]) -> tuple[str, Packet]:
    """Who takes it on, and the packet."""
    return text_of(view, "taker"), Packet(**{name: text_of(view, name) for name in PARTS})


def waiting(case: Overview, made: Handover, by: str) -> Json:
    """The offer that waits for an answer, with what the person in front may do about it."""
    number, which = case.ace.number, str(made.id)
    line = (
        f"{kit.escape(case.name(made.giver))} offered {case.key} to "
        f"{kit.escape(case.name(made.taker))} {kit.moment(made.offered_at)}, and no answer has come yet."
    )
    withdraw = kit.button("Withdraw handover", about(Press.HANDOVER_WITHDRAW, number, which))
    accept = kit.button(f"Accept {case.key}", about(Press.HANDOVER_ACCEPT, number, which), style="primary")
    decline = kit.button(f"Decline {case.key}", about(Press.HANDOVER_DECLINE, number, which))
    buttons = [accept, decline] if by == made.taker else [withdraw]
    title = f"Hand over {case.key}"
    return form(Form.PANEL, title, [kit.section(line), kit.actions(*buttons)], number=number, submit=None)


def left(case: Overview) -> Json:
    """The EM has left the workspace: whoever may lead takes over."""
    em = case.ace.em or ""
    line = f"{kit.escape(case.name(em))} leads {case.key} and has left this workspace."
    button = kit.button(
        f"Take over {case.key}", about(Press.TAKE_OVER, case.ace.number), value=em, style="primary"
    )
    blocks = [kit.section(line), kit.actions(button)]
    return form(Form.PANEL, f"Hand over {case.key}", blocks, number=case.ace.number, submit=None)


def decline(case: Overview, made: int) -> Json:
    """Why not."""
    why = kit.text_input("why", multiline=True, max_length=WHY)
    return form(
        Form.HANDOVER_DECLINE,
        f"Decline {case.key}",
        [
            field("why", "Why not, and who could?", why, optional=True),
            kit.context("The case stays where it is, and whoever offered it is told at once."),
        ],
        number=case.ace.number,
        submit="Decline it",
        handover=made,
    )


def declined(view: Mapping[str, Any]) -> tuple[int, str]:
    """Which offer, and why it is declined."""
    made = kept_in(view).get("handover")
    return made if isinstance(made, int) else 0, text_of(view, "why")
