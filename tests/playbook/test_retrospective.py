"""The content of a retrospective: long texts, causes, hashes, differences, and the version without names."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.playbook import retrospective_whys as tree
from bot.playbook.refusal import Refusal
from bot.playbook.report import typed
from bot.playbook.retrospective import REQUIRED, Content, Line, Section, Task
from bot.playbook.retrospective_anonymous import Secrets, anonymous, leaks, without_names
from bot.playbook.retrospective_difference import difference
from bot.playbook.retrospective_texts import FULL, PIECE, join, split, units
from bot.playbook.retrospective_whys import Why

WORDS = "Exports stopped at 06:10, and the queue grew until noon. "
LONG = (WORDS * 40 + "\n\n") * 14
AT = datetime(2026, 3, 11, 10, tzinfo=UTC)


@given(st.text(max_size=9000))
@example(LONG)
@example("x" * 30_000)
@example("👩\u200d🚒" * 5000)
@example("שלום עולם " * 3000)
@example("```\n" + "    if a < b & c: print('*')\n" * 800 + "```")
@example("\n" * 9000)
@example(" \n" * 9000)
def test_a_text_of_any_length_is_split_into_inputs_and_joined_without_loss(text: str) -> None:
    pieces, between = split(text)

    assert join(pieces, between) == text
    assert all(units(piece) <= PIECE < FULL for piece in pieces)
    assert len(between) == len(pieces) - 1


def test_a_long_text_breaks_between_paragraphs_and_each_part_can_grow() -> None:
    pieces, between = split(typed(LONG))

    assert set(between) <= {"\n\n", "\n", " "}
    grown = [f"{piece} More." for piece in pieces]
    assert join(grown, between).count("More.") == len(pieces)


def test_an_emptied_part_goes_with_its_break_and_a_new_one_is_a_paragraph() -> None:
    assert join(["a", "", "c"], ["\n\n", "\n"]) == "a\nc"
    assert join(["a", "b"], []) == "a\n\nb"
    assert join([""], []) == ""


CONTENT = Content(
    texts={Section.SUMMARY: "Acme could not export.", Section.WELL: "One\nTwo"},
    timeline=(Line(AT, "Observation", "Queue is full", 4),),
    whys=(Why(1, 0, "Exports stopped", "Retry"), Why(2, 1, "The queue was full")),
    tasks=(Task(3, "Add an alert", "U1", "Web", AT, "short", "https://t.example/1", "U2"),),
)


def test_content_is_kept_as_json_and_its_hash_stands_for_exactly_it() -> None:
    assert Content.from_json(CONTENT.to_json()) == CONTENT
    assert CONTENT.hash == Content.from_json(CONTENT.to_json()).hash
    assert CONTENT.written(Section.WELL, "One\nTwo.").hash != CONTENT.hash
    assert CONTENT.written(Section.WELL, "x").part_hash(Section.SUMMARY) == CONTENT.part_hash(Section.SUMMARY)


def test_required_sections_that_are_empty_are_named_in_order() -> None:
    assert Content().missing() == list(REQUIRED)
    assert CONTENT.missing() == [Section.IMPACT, Section.ACTUAL, Section.BETTER, Section.PREVENTION]


def test_a_difference_names_the_sections_and_their_lines() -> None:
    after = CONTENT.written(Section.WELL, "One\nThree").written(Section.LUCKY, "A spare host")

    assert difference(CONTENT, CONTENT) == []
    agreed = replace(CONTENT, tasks=(replace(CONTENT.tasks[0], committed_by="U3"),))
    [change] = difference(CONTENT, agreed)
    assert change.new[0].endswith("| agreed by U3")
    assert difference(CONTENT, after) == [
        (Section.WELL, ("Two",), ("Three",)),
        (Section.LUCKY, ("",), ("A spare host",)),
    ]


def test_causes_branch_and_are_numbered() -> None:
    whys = tree.added((), 0, "Exports stopped")
    whys = tree.added(whys, 1, "Queue full")
    whys = tree.added(whys, 2, "No limit", "Set a limit")
    whys = tree.added(whys, 1, "Alert off")
    whys = tree.added(whys, 0, "Support heard late")

    assert [(number, depth, why.text) for number, depth, why in tree.outline(whys)] == [
        ("1", 0, "Exports stopped"),
        ("1.1", 1, "Queue full"),
        ("1.1.1", 2, "No limit"),
        ("1.2", 1, "Alert off"),
        ("2", 0, "Support heard late"),
    ]
    assert [why.text for _, _, why in tree.leaves(whys)] == ["No limit", "Alert off", "Support heard late"]
    assert [why.text for why in tree.without(whys, 2)] == [
        "Exports stopped",
        "Alert off",
        "Support heard late",
    ]
    assert tree.changed(whys, 3, "No cap", "").count(Why(3, 2, "No cap")) == 1


def test_a_cause_that_is_gone_or_too_deep_is_refused_with_what_to_do() -> None:
    whys: tuple[Why, ...] = ()
    for parent in range(tree.DEEPEST):
        whys = tree.added(whys, parent, "why")
    for wrong, said in ((tree.DEEPEST, "Start a new branch"), (99, "was removed meanwhile")):
        with pytest.raises(Refusal, match=said):
            tree.added(whys, wrong, "why")
    with pytest.raises(Refusal, match="was removed meanwhile"):
        tree.changed(whys, 99, "why", "")


SECRETS = Secrets(
    customers=("Acme Bank GmbH",),
    people={"Zoe Tanaka": "the tech lead", "Max Weber": "the security lead"},
    others=("ACE-0001", "ACC-77", "ace-0001-private"),
)


@pytest.mark.parametrize(
    ("told", "without"),
    [
        ("Acme Bank GmbH lost exports.", "the customer lost exports."),
        ("ACME called at nine.", "the customer called at nine."),
        ("Zoe Tanaka and then Zoe found it.", "the tech lead and then the tech lead found it."),
        (
            "See https://acme.example/t/1 and mail ops@acme.example",
            "See [address left out] and mail [address left out]",
        ),
        ("ACE-0001 of account ACC-77", "[left out] of account [left out]"),
        (
            "@max and <@U12AB> in #ace-0001-private",
            "[mention left out] and [mention left out] in [mention left out]",
        ),
        ("€ 120,000 a month, or 90k EUR", "[sum left out] a month, or [sum left out]"),
        ("Maximum load of a bank of servers.", "Maximum load of a bank of servers."),
    ],
)
def test_what_tells_whose_it_is_is_replaced(told: str, without: str) -> None:
    assert without_names(told, SECRETS) == without
    assert leaks(without, SECRETS) == []


@pytest.mark.parametrize(
    "told",
    [
        "AcmeBankGmbH",
        "acme-bank-gmbh",
        "Àcme",
        "call zoe",
        "acc-77",
        "ops@acme.example",
        "https://x.example",
        "$5",
    ],
)
def test_the_leak_test_finds_names_however_they_are_written(told: str) -> None:
    assert leaks(f"It was {told}, we think.", SECRETS) != []


def test_an_anonymous_content_has_no_owners_and_no_leak() -> None:
    content = CONTENT.written(Section.IMPACT, "Acme Bank lost € 5 with Zoe.").written(Section.WELL, "")
    made = anonymous(content, SECRETS)

    assert made.text(Section.IMPACT) == "the customer lost [sum left out] with the tech lead."
    assert made.tasks[0].owner == made.tasks[0].link == made.tasks[0].committed_by == ""
    assert leaks("\n".join(made.plain(section) for section in Section), SECRETS) == []
