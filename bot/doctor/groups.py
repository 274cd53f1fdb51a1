"""Examining whom the policy names: user groups with people in them, and people who are there."""

from collections.abc import Iterator, Sequence

from bot.doctor.asking import Asking, Unanswered
from bot.doctor.finding import Finding, ok, unchecked, wrong
from bot.playbook.policy import Policy
from storage.columns import Json

GROUP = "Create the group or correct its handle in the policy; a group needs at least one member."
PERSON = "Correct the user id in the policy (in Slack: profile, Copy member ID)."


async def examine(asking: Asking, policy: Policy) -> list[Finding]:
    """A line for each user group, for each sort of private case without anybody, and for the people."""
    found = [
        wrong(
            "private cases",
            f"nobody is named for {sort} cases, so that nobody can claim one",
            f'Name a group or people in the policy: [private.{sort}] members = ["@…"]',
        )
        for sort, group in policy.private
        if not group.members
    ]
    return [*found, *await _groups(asking, policy), *await _people(asking, policy)]


async def _groups(asking: Asking, policy: Policy) -> list[Finding]:
    named = _named(policy, ("@", "S"))
    if not named:
        return [ok("groups", "the policy names no user group")]
    try:
        groups = (await asking.ask("usergroups.list", include_users="true")).get("usergroups") or []
    except Unanswered as why:
        return [unchecked("groups", str(why))]
    known = {key: each for each in groups for key in (f"@{each.get('handle')}", each.get("id"))}
    return [_group(reference, where, known.get(reference)) for reference, where in named.items()]


def _group(reference: str, where: list[str], group: Json | None) -> Finding:
    used = ", ".join(where)
    if group is None:
        return wrong("groups", f"{reference} ({used}) does not exist, or is disabled", GROUP)
    if not group.get("users"):
        return wrong("groups", f"{reference} ({used}) has nobody in it", GROUP)
    return ok("groups", f"{reference} ({used}): {len(group['users'])}")


async def _people(asking: Asking, policy: Policy) -> list[Finding]:
    named = _named(policy, ("U", "W"))
    found = []
    for person, where in named.items():
        try:
            user = (await asking.ask("users.info", user=person)).get("user") or {}
        except Unanswered as why:
            if why.code not in {"user_not_found", "user_not_visible"}:
                return [unchecked("people", str(why))]
            found.append(wrong("people", f"{person} ({', '.join(where)}) does not exist", PERSON))
        else:
            if user.get("deleted"):
                found.append(wrong("people", f"{person} ({', '.join(where)}) has left", PERSON))
    return found or ([ok("people", f"all {len(named)} whom the policy names are there")] if named else [])


def _named(policy: Policy, kinds: tuple[str, ...]) -> dict[str, list[str]]:
    """The references that begin so, and where in the policy each stands."""
    named: dict[str, list[str]] = {}
    for where, reference in _references(policy):
        if reference.startswith(kinds):
            named.setdefault(reference, []).append(where)
    return named


def _references(policy: Policy) -> Iterator[tuple[str, str]]:
    """Everyone the policy names: where (its key), and whom (a user id, a group's id or its @handle)."""
    lists: list[tuple[str, Sequence[str]]] = [
        *((f"private.{sort}", group.members) for sort, group in policy.private),
        ("approvals", policy.approvals.approvers),
        *(
            (f"permissions.{what}", rule)
            for what, rule in policy.permissions.items()
            if isinstance(rule, tuple)
        ),
        *((f"on_call.{role}", [person]) for role, person in policy.on_call if person),
    ]
    for key, product in policy.products.items():
        names = ("responders", "product_manager", "em", "backup", "manager")
        lists += [(f"products.{key}.{name}", [named]) for name in names if (named := getattr(product, name))]
    return ((where, each) for where, members in lists for each in members)
