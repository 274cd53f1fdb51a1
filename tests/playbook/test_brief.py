"""How complete a brief is."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.playbook.brief import ITEMS, Item, item_for, items, missing, score
from bot.playbook.choices import Target
from bot.playbook.intake import FIELDS_BY_TARGET
from bot.playbook.report import READERS, Report
from tests.playbook.reports import ANY, GOOD, complete

TARGETS = (None, *Target)


@pytest.mark.parametrize("target", TARGETS)
def test_a_brief_with_everything_in_it_scores_100_and_an_empty_one_0(target: Target | None) -> None:
    assert score(complete(target)) == 100
    assert missing(complete(target)) == []
    assert score(Report()) == 0


@given(ANY)
def test_the_score_stays_within_its_range_and_is_100_only_when_nothing_is_missing(report: Report) -> None:
    assert 0 <= score(report) <= 100
    assert (score(report) == 100) is (not missing(report))


@pytest.mark.parametrize("target", Target)
def test_each_answer_raises_the_score(target: Target) -> None:
    whole = complete(target)
    empty = Report()
    for item in items(target):
        without = replace(whole, **{name: getattr(empty, name) for name in item.fields if name != "target"})
        if item.fields != ("target",):
            assert score(without) < 100
            assert item in missing(without)


@pytest.mark.parametrize("target", Target)
def test_a_target_is_asked_for_its_own_fields_only(target: Target) -> None:
    own = {name for item in items(target) if item.target for name in item.fields}

    assert own <= set(FIELDS_BY_TARGET[target])


def test_engineering_is_first_asked_for_the_steps() -> None:
    first = missing(replace(GOOD, target=Target.ENGINEERING))[0]

    assert first.fields == ("steps",)
    assert first.question.endswith("?")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.label)
def test_every_item_can_be_asked_for_in_a_sentence(item: Item) -> None:
    assert set(item.fields) <= set(READERS)
    assert "?" in item.question
    assert len(item.label) <= 60
    assert item_for(item.fields[0]) is item


def test_a_field_that_is_no_part_of_a_brief_has_no_item() -> None:
    assert item_for("source") is None
