"""Messages about who does what on a case, to whom it concerns."""

from collections.abc import Callable, Mapping

from blocks import kit
from blocks.cards import Card, Json, card
from blocks.cover_form import line as cover_line
from bot.playbook.roles import Role
from storage.overview import Overview

OUT_OF_REACH = {
    "user_disabled": "they have left this workspace",
    "user_not_found": "Slack does not know them",
    "messages_tab_disabled": "this app may not write to people directly",
}
UNSENT = {
    "not_in_channel": "this app is not in that channel; type `/invite` and its name there",
    "channel_not_found": "this app cannot see that channel; type `/invite` and its name there",
    "is_archived": "that channel is archived",
    "restricted_action": "the workspace does not let this app write there",
    "private": "the case has turned private meanwhile",
}


def _appointed(case: Overview, detail: Json) -> Card | None:
    """For whoever was given a role, while they hold it."""
    role = Role.of(detail["role"])
    if role is None or case.roles.get(role) != detail["to"]:
        return None
    by = kit.escape(case.name(str(detail["by"])))
    name = kit.escape(case.policy.roles[role])
    return _said(f"{by} made you *{name}* of {_case(case)}.")


def _handed_over(case: Overview, detail: Json) -> Card:
    """Once in the case channel, naming the one who leads from now on."""
    giver = kit.escape(case.name(str(detail["giver"])))
    return _said(f"{kit.person(str(detail['taker']))} leads {case.key} now; {giver} handed it over.")


def _took_over(case: Overview, detail: Json) -> Card:
    giver = kit.escape(case.name(str(detail["giver"])))
    return _said(f"{kit.person(str(detail['taker']))} took {case.key} over from {giver} and leads it now.")


def _accepted(case: Overview, detail: Json) -> Card:
    taker = kit.escape(case.name(str(detail["taker"])))
    return _said(f"{taker} accepted {_case(case)}, and leads it now. You stay in its channel.")


def _declined(case: Overview, detail: Json) -> Card:
    taker = kit.escape(case.name(str(detail["taker"])))
    why = f": {kit.escape(kit.short(str(detail['why']), 400))}" if detail.get("why") else ""
    return _said(f"{taker} declined to take on {_case(case)}{why}. You still lead it.")


def _unsent(case: Overview, detail: Json) -> Card:
    taker = kit.escape(case.name(str(detail["taker"])))
    code = str(detail["code"])
    why = OUT_OF_REACH.get(code, f"Slack's answer was `{kit.escape(code)}`")
    return _said(
        f"The handover of {_case(case)} could not be shown to {taker}: {why}. You still lead it. Withdraw it "
        "with `/ace handover`, and offer it to somebody else."
    )


def _covering(case: Overview, detail: Json) -> Card | None:
    made = next((each for each in case.work.covers if each.id == detail["cover"]), None)
    if made is None:
        return None
    whom = kit.escape(case.name(made.person))
    return _said(
        f"You stand in for {whom} on {_case(case)} until {kit.moment(made.until)}: reminders come to you. "
        f"{whom} still holds the role ({kit.escape(case.policy.roles[made.role])})."
    )


def _cover_over(case: Overview, _detail: Json) -> Card:
    return _said(f"Your cover on {_case(case)} is over: you are reminded again.")


def _brief_unsent(case: Overview, detail: Json) -> Card:
    where, code = str(detail["where"]), str(detail["code"])
    place = kit.escape(where) if where.startswith("#") else kit.channel(where)
    why = UNSENT.get(code, f"Slack's answer was `{kit.escape(code)}`")
    return _said(
        f"The brief of {_case(case)} was *not sent* to {place}: {why}. "
        "Nothing else was changed; once that is mended, send it again with `/ace brief`."
    )


def cover_lines(case: Overview) -> list[str]:
    """The covers in force, for cards."""
    return [cover_line(case, each.role, each.stand_in, each.person, each.until) for each in case.work.covers]


def _case(case: Overview) -> str:
    where = f" in {kit.channel(case.channel)}" if case.channel else ""
    return f"{case.key} ({kit.escape(kit.short(case.ace.customer, 80))}){where}"


def _said(line: str) -> Card:
    return card(kit.section(line), text=line.replace("*", ""))


ABOUT_PEOPLE: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "appointed": _appointed,
    "handed_over": _handed_over,
    "handover_accepted": _accepted,
    "handover_declined": _declined,
    "handover_unsent": _unsent,
    "took_over": _took_over,
    "covering": _covering,
    "cover_over": _cover_over,
    "brief_unsent": _brief_unsent,
}
