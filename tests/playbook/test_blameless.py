"""The blameless check: what it finds, what it leaves alone, and how good it is on new sentences."""

import sys
from datetime import UTC, datetime

import pytest

from bot.playbook.blameless import Check, Rule
from bot.playbook.lexicon import lexicon
from bot.playbook.policy import Policy, PolicyError
from bot.playbook.retrospective import Content, Line, Section, Task
from bot.playbook.retrospective_whys import Why
from tests.playbook.blameless_corpus import HELD_BACK, PEOPLE, WRITTEN_ON, Sentence

CHECK = Check(lexicon(), PEOPLE)
ENOUGH = 0.9
DUE = datetime(2026, 5, 6, tzinfo=UTC)


def found(text: str) -> set[str]:
    return {each.rule.value for each in CHECK.text(text)}


@pytest.mark.parametrize(("text", "rules"), WRITTEN_ON)
def test_every_sentence_that_the_rules_were_written_on(text: str, rules: set[str]) -> None:
    assert found(text) == rules


def test_precision_and_recall_on_the_sentences_held_back(capsys: pytest.CaptureFixture[str]) -> None:
    precision, recall, wrong = measured(HELD_BACK)
    with capsys.disabled():
        said = f"precision {precision:.2f}, recall {recall:.2f} on {len(HELD_BACK)} sentences held back"
        sys.stdout.write(f"\nblameless check: {said}\n")

    assert precision >= ENOUGH, wrong
    assert recall >= ENOUGH, wrong


def measured(sentences: list[Sentence]) -> tuple[float, float, list[str]]:
    """Precision, recall, and what went wrong, over every (sentence, rule)."""
    hits = false = missed = 0
    wrong = []
    for text, rules in sentences:
        there = found(text)
        hits += len(there & rules)
        false += len(there - rules)
        missed += len(rules - there)
        if there != rules:
            wrong.append(f"{text} {sorted(there)}, not {sorted(rules)}")
    return hits / (hits + false), hits / (hits + missed), wrong


def test_the_corpus_is_large_enough_and_half_clean() -> None:
    for half in (WRITTEN_ON, HELD_BACK):
        assert len(half) >= 60
        assert sum(not rules for _, rules in half) == len(half) / 2
    texts = [text for text, _ in [*WRITTEN_ON, *HELD_BACK]]
    assert len(set(texts)) == len(texts) >= 120


@pytest.mark.parametrize(
    ("text", "quote", "instead"),
    [
        ("Zoe Tanaka restarted it.", "Zoe Tanaka", "the tech lead"),
        ("It was Eli\u2019s idea.", "Eli", "the EM"),
        ("Ask <@U9> first.", "<@U9>", "the person in that role"),
        ("Write to ana@acme.example.", None, None),
        ("It was human error.", "human error", "a slip that nothing caught"),
        ("The agent forgot to call.", "forgot to", "did not"),
    ],
)
def test_a_finding_tells_what_can_stand_there(text: str, quote: str | None, instead: str | None) -> None:
    shown = [(each.quote, each.instead) for each in CHECK.text(text)]

    assert shown == ([(quote, instead)] if quote else [])
    assert all(each.why for each in CHECK.text(text))
    assert all(text[each.start : each.end] == each.quote for each in CHECK.text(text))


DEEP = (Why(1, 0, "Exports stopped"), Why(2, 1, "The queue was full"), Why(3, 2, "It has no limit"))


@pytest.mark.parametrize(
    ("whys", "rules"),
    [
        (DEEP, []),
        (DEEP[:2], [(2, Rule.SHALLOW_WHYS)]),
        ((*DEEP, Why(4, 1, "The alert was off")), [(4, Rule.SHALLOW_WHYS)]),
        ((*DEEP[:2], Why(3, 2, "The on-call engineer was new")), [(3, Rule.PERSON_LEAF)]),
        ((*DEEP[:2], Why(3, 2, "Zoe was away")), [(3, Rule.PERSON_LEAF)]),
        ((*DEEP[:2], Why(3, 2, "The tech lead was away")), [(3, Rule.PERSON_LEAF)]),
        ((*DEEP, Why(4, 3, "Engineers have no dashboard of it"), Why(5, 4, "It was never asked for")), []),
    ],
)
def test_whys_are_three_deep_and_end_with_no_person(
    whys: tuple[Why, ...], rules: list[tuple[int, Rule]]
) -> None:
    assert [(each.which, each.rule) for each in CHECK.whys(whys)] == rules


@pytest.mark.parametrize(
    ("task", "lacks"),
    [
        (Task(1, "Add an alert on the queue", owner="U1", due=DUE), None),
        (Task(1, "Alerting on the queue", owner="U1", due=DUE), "a verb at the beginning"),
        (Task(1, "Add an alert", due=DUE), "an owner"),
        (Task(1, "better alerts"), "an owner and a verb at the beginning and a date"),
    ],
)
def test_an_action_item_has_owner_verb_and_date(task: Task, lacks: str | None) -> None:
    found = CHECK.tasks([task])

    assert [(lacks or "?") in each.why for each in found] == ([True] if lacks else [])


def test_the_whole_document_is_checked_where_things_stand() -> None:
    content = Content(
        texts={Section.WELL: "Zoe was quick.", Section.BETTER: "We should have called."},
        timeline=(Line(DUE, "Observation", "Zoe restarted it", 5),),
        whys=(Why(7, 0, "Human error", "Zoe watches"),),
        tasks=(Task(9, "Blame nobody", owner="U1", due=DUE),),
    )

    assert [(each.section, each.which, each.rule) for each in CHECK.of(content)] == [
        (Section.WELL, 0, Rule.PERSON_NAME),
        (Section.BETTER, 0, Rule.COUNTERFACTUAL),
        (Section.TIMELINE, 5, Rule.PERSON_NAME),
        (Section.CAUSES, 7, Rule.HUMAN_ERROR),
        (Section.CAUSES, 7, Rule.PERSON_NAME),
        (Section.CAUSES, 7, Rule.SHALLOW_WHYS),
        (Section.ITEMS, 9, Rule.BLAME),
        (Section.ITEMS, 9, Rule.ITEM_INCOMPLETE),
    ]


def test_a_team_extends_the_words_and_switches_rules_off_in_its_policy() -> None:
    policy = Policy.of(
        {
            "blameless": {
                "phrases": [{"rule": "blame", "find": "threw … under the bus", "instead": "asked"}],
                "allow": ["human error budget"],
                "verbs": ["Blame"],
                "off": ["closed-question"],
            }
        }
    )
    check = Check(policy.blameless.lexicon, {})
    content = Content(texts={Section.WELL: "Why didn't it? Sales threw the whole team under the bus."})

    assert [each.instead for each in check.of(content)] == ["asked"]
    assert check.text("The human error budget is spent.") == []
    assert check.tasks([Task(1, "Blame the cache", owner="U1", due=DUE)]) == []


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"phrases": [{"rule": "rude", "find": "x"}]}, "blameless.phrases[0].rule"),
        ({"phrases": [{"rule": "blame", "find": "?!"}]}, "is no phrase"),
        ({"off": ["blames"]}, "did you mean 'blame'?"),
    ],
)
def test_a_fault_in_the_team_s_own_words_is_told(own: dict[str, object], said: str) -> None:
    with pytest.raises(PolicyError) as told:
        Policy.of({"blameless": own})

    assert said in str(told.value)
