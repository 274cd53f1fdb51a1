"""The message that offers the EM's seat: the packet, with the buttons that answer it while it waits."""

from blocks import kit, typed
from blocks.cards import Card, card
from blocks.ids import Press, about
from bot.playbook.handover import MOST, PARTS, HandoverState, Packet
from storage.case_records import Handover
from storage.overview import Overview


def handover(case: Overview, made: Handover) -> Card:
    """For whoever is to take the case on; once answered, it says what came of it and has no buttons."""
    packet = Packet.from_json(made.packet)
    parts = [(title, said) for name, title in PARTS.items() if (said := getattr(packet, name))]
    waits = made.state is HandoverState.OFFERED
    head = f"*{kit.escape(case.name(made.giver))}* hands over *{case.key}* to you"
    about_it = f"{kit.escape(case.ace.customer)}: {kit.escape(case.ace.summary)}"
    where = f" · {kit.channel(case.channel)}" if case.channel else ""
    state = f"{packet.state}, when it was offered {kit.moment(made.offered_at)}{where}"
    outcome = _outcome(made)
    return card(
        kit.section(f"{head}.\n{about_it}\n{state}"),
        *(typed.quote(title, said, MOST) for title, said in parts),
        kit.section(outcome) if outcome else None,
        _buttons(case, made) if waits else None,
        kit.context("You lead it from the moment you accept; until then nothing changes.") if waits else None,
        text=" ".join(
            [
                f"{head}: {about_it} {state}.".replace("*", ""),
                *(f"{title}: {kit.escape(kit.short(said, 400))}" for title, said in parts),
                outcome or "Press Accept to lead it, or Decline.",
            ]
        ),
    )


def _buttons(case: Overview, made: Handover) -> kit.Json:
    number, which = case.ace.number, str(made.id)
    return kit.actions(
        kit.button(f"Accept {case.key}", about(Press.HANDOVER_ACCEPT, number, which), style="primary"),
        kit.button(f"Decline {case.key}", about(Press.HANDOVER_DECLINE, number, which)),
        block_id="handover",
    )


def _outcome(made: Handover) -> str:
    """What came of the offer; "" while it waits."""
    if made.state is HandoverState.OFFERED:
        return ""
    when = f" {kit.moment(made.answered_at)}" if made.answered_at else ""
    why = f": {kit.escape(kit.short(made.why, 300))}" if made.why else ""
    return f"This handover {made.state.label}{when}{why}."
