"""A retrospective with everything that its card, forms and documents show, read in one transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from bot.playbook.blameless import Finding, checking
from bot.playbook.retrospective import Content, Task
from bot.playbook.retrospective_anonymous import Secrets
from bot.playbook.retrospective_publication import Facts
from bot.playbook.retrospective_steps import State, is_decided, needed
from bot.playbook.roles import Role
from storage import entries, overview, people, retrospectives
from storage.case_records import Item
from storage.database import Tx
from storage.models import SurfaceKind
from storage.overview import Overview
from storage.retro_records import RetroDecision, RetroRequest, Retrospective, RetroVersion


@dataclass(frozen=True)
class RetroOverview:
    """A retrospective as it stood at one instant."""

    case: Overview
    retro: Retrospective
    content: Content
    items: list[Item]
    asked: RetroRequest | None  # the newest request
    decisions: list[RetroDecision]  # on that request
    versions: list[RetroVersion]
    names: dict[str, str]
    left: set[str]  # approvers who are no longer here

    def name(self, person: str) -> str:
        """A display name, or the id of somebody we have not met."""
        return self.names.get(person) or self.case.name(person)

    @property
    def key(self) -> str:
        """ACE-0001."""
        return self.case.key

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.retro.state

    @property
    def meeting_at(self) -> datetime | None:
        """When the meeting is, or was."""
        at = self.retro.meeting.get("at")
        return datetime.fromisoformat(at).astimezone(UTC) if isinstance(at, str) else None

    @property
    def approvers(self) -> list[str]:
        """Those who were asked and are still here."""
        return [each for each in self.asked.approvers if each not in self.left] if self.asked else []

    @property
    def need(self) -> int:
        """How many of them have to approve."""
        return needed(need_of(self.asked.need), self.approvers) if self.asked else 0

    @property
    def approved(self) -> list[str]:
        """Who approved what stands there now; of what is published, who approved that."""
        seen = self.content.hash
        if self.state is State.PUBLISHED and self.asked:
            seen = self.asked.hash
        return [each.approver for each in self.decisions if each.approved and each.hash == seen]

    @property
    def waiting(self) -> list[str]:
        """Who still has to decide: nobody once enough have."""
        if self.state is not State.REVIEW or self.is_decided:
            return []
        return [each for each in self.approvers if each not in self.approved]

    @property
    def is_decided(self) -> bool:
        """Whether enough of them have approved what stands there now."""
        return self.asked is not None and is_decided(need_of(self.asked.need), self.approvers, self.approved)

    @cached_property
    def people(self) -> dict[str, str]:
        """Display name -> how the document speaks of them, for everyone on the case we know by name."""
        roles = {person: f"the {self.case.policy.roles[role]}" for role, person in self.case.roles.items()}
        if em := self.case.roles.get(Role.EM):
            roles[em] = f"the {self.case.policy.roles[Role.EM]}"
        found: dict[str, str] = {}
        for person in [*roles, self.case.ace.filer, *self.case.involved, *self.case.names, *self.names]:
            name = self.names.get(person) or self.case.names.get(person)
            if name and name not in found:
                other = "the filer" if person == self.case.ace.filer else "a responder"
                found[name] = roles.get(person, other)
        return found

    @cached_property
    def findings(self) -> list[Finding]:
        """What the blameless check found and nobody has weighed yet."""
        check = checking(self.case.policy.blameless.lexicon, tuple(self.people.items()))
        return [each for each in check.of(self.content) if weight(each) not in self.retro.weighed]

    @property
    def secrets(self) -> Secrets:
        """What an anonymous version must not tell."""
        ace, report = self.case.ace, self.case.report
        channel = self.case.detail(SurfaceKind.CHANNEL).get("name")
        others = [ace.account_id, self.key, channel, report.revenue, *report.related.split()]
        return Secrets(
            customers=(ace.customer,),
            people=self.people,
            others=tuple(str(each) for each in others if each and len(str(each)) > 2),  # noqa: PLR2004
        )

    def facts(self) -> Facts:
        """What the record says of the case now."""
        ace, policy = self.case.ace, self.case.policy
        return Facts(
            title=ace.summary,
            key=self.key,
            customer=ace.customer,
            severity=ace.highest_severity.long_label,
            product=policy.product_name(ace.product),
            filed_at=ace.filed_at,
            claimed_at=ace.claimed_at,
            resolved_at=ace.resolved_at,
            zone=policy.organisation.zone,
            roles=tuple((role, name) for role, name in self.case.seats),
            owner=self.name(self.retro.owner),
            approved_by=tuple(self.name(each) for each in self.approved),
            version=self.retro.version + 1,
            note=self.retro.correction if self.retro.version else "",
        )


def need_of(kept: str) -> Literal["all", "any"] | int:
    """How many have to approve, as the policy writes it."""
    if kept.isdecimal():
        return int(kept)
    return "all" if kept == "all" else "any"


def weight(finding: Finding) -> str:
    """What a finding is known by once somebody has chosen to leave it as it is."""
    return f"{finding.rule}:{finding.section}:{finding.which}:{finding.quote}"[:200]


def content_of(retro: Retrospective, items: list[Item]) -> Content:
    """The whole content: what was written, and the action items."""
    made = Content.from_json(retro.content)
    tasks = tuple(
        Task(
            id=item.id or 0,
            text=item.text,
            owner=item.owner or "",
            team=item.team,
            due=item.due,
            term=item.term.value,
            link=item.link,
            committed_by=item.committed_by or "",
        )
        for item in items
    )
    return Content(texts=made.texts, timeline=made.timeline, whys=made.whys, tasks=tasks)


async def of(tx: Tx, number: int) -> RetroOverview | None:
    """The retrospective of a case, None when there is none."""
    retro = await retrospectives.find(tx, number)
    case = await overview.of(tx, number) if retro else None
    if retro is None or case is None:
        return None
    items = await retrospectives.items(tx, number)
    asked = await retrospectives.request(tx, number, retro.request)
    approvers = list(asked.approvers) if asked else []
    known = {each: await people.find(tx, each) for each in approvers}
    people_in_it = {
        retro.owner,
        *approvers,
        *await entries.authors(tx, number),
        *(item.owner or "" for item in items),
        *retro.parts,
    }
    people_in_it |= {str(each) for each in retro.meeting.get("people", [])}
    people_in_it |= {item.committed_by or "" for item in items}
    product = tx.policy.products.get(case.ace.product)
    if product and product.responders:
        people_in_it |= set(await people.members(tx, [product.responders]))
    return RetroOverview(
        case=case,
        retro=retro,
        content=content_of(retro, items),
        items=items,
        asked=asked,
        decisions=await retrospectives.decisions(tx, number, retro.request) if asked else [],
        versions=await retrospectives.versions(tx, number),
        names=await people.names(tx, people_in_it - {""}),
        left={person for person, record in known.items() if record is not None and record.deactivated},
    )
