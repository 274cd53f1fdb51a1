"""The scorecard: what scores propose, why, and which choices need a reason."""

import pytest

from bot.playbook.refusal import Refusal
from bot.playbook.scorecard import ANCHORS, MOST, Dimension, Override, Scored, decided, missing, propose
from bot.playbook.severity import Severity, spoken


def _scores(*points: int) -> dict[str, int]:
    return {dimension.value: each for dimension, each in zip(Dimension, points, strict=False)}


@pytest.mark.parametrize(
    ("points", "severity"),
    [
        ((0, 0, 0, 0, 0, 0), Severity.MEDIUM),
        ((1, 1, 1, 1, 1, 1), Severity.MEDIUM),
        ((3, 3, 0, 0, 0, 0), Severity.MEDIUM),
        ((3, 3, 1, 0, 0, 0), Severity.HIGH),
        ((2, 2, 2, 2, 2, 1), Severity.HIGH),
        ((2, 2, 2, 2, 2, 2), Severity.CRITICAL),
        ((3, 3, 3, 3, 3, 3), Severity.CRITICAL),
    ],
)
def test_twelve_of_eighteen_are_critical_and_seven_are_high(
    points: tuple[int, ...], severity: Severity
) -> None:
    proposed = propose(_scores(*points))

    assert proposed
    assert (proposed.severity, proposed.total) == (severity, sum(points))


@pytest.mark.parametrize("override", list(Override))
def test_what_overrides_is_critical_whatever_the_score_even_before_it_is_complete(override: Override) -> None:
    for scores in ({}, _scores(0, 0, 0, 0, 0, 0), _scores(1)):
        proposed = propose(scores, [override.value])
        assert proposed
        assert proposed.severity is Severity.CRITICAL
        assert override.label in proposed.line


@pytest.mark.parametrize("lacking", list(Dimension))
def test_a_dimension_without_a_score_leaves_it_open(lacking: Dimension) -> None:
    scores = _scores(3, 3, 3, 3, 3, 3)
    del scores[lacking]

    assert propose(scores) is None
    assert missing(scores) == [lacking]
    with pytest.raises(Refusal, match=lacking.label) as refused:
        decided(Scored(scores=scores))
    assert refused.value.field == lacking.value


def test_the_reasons_are_the_dimensions_that_weigh_most_the_heaviest_first() -> None:
    proposed = propose(_scores(2, 3, 1, 0, 0, 3), [Override.DATA_LOSS.value])

    assert proposed
    assert proposed.line == (
        "9 of 18: Data loss makes it Critical whatever the score; "
        "Depth 3, they cannot work at all, or data is wrong; "
        "Contract 3, the SLA or a legal duty is breached; "
        "and 1 more"
    )
    assert proposed.reasons[-1] == "Breadth 2, a whole customer, or a few customers"
    calm = propose(_scores(1, 1, 0, 0, 0, 0))
    assert calm
    assert calm.line == "2 of 18: no dimension stands out"


@pytest.mark.parametrize("chosen", [None, *Severity])
@pytest.mark.parametrize("why", ["", " … ", "their whole finance team waits"])
def test_another_severity_than_proposed_needs_a_reason(chosen: Severity | None, why: str) -> None:
    scored = Scored(scores=_scores(2, 2, 2, 1, 0, 0), chosen=chosen, why=why)
    follows = chosen in {None, Severity.HIGH}

    if follows or why.startswith("their"):
        proposed, severity = decided(scored)
        assert (proposed.severity, severity) == (Severity.HIGH, chosen or Severity.HIGH)
        return
    with pytest.raises(Refusal, match="proposes High") as refused:
        decided(scored)
    assert refused.value.field == "why"


def test_every_dimension_has_four_anchors_that_fit_an_option_and_differ() -> None:
    said = [anchor for dimension in Dimension for anchor in ANCHORS[dimension]]

    assert all(len(ANCHORS[dimension]) == MOST + 1 for dimension in Dimension)
    assert all(len(f"0 · {anchor}") <= 75 for anchor in said)
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("words", "severity", "rest"),
    [
        ("critical all exports fail", Severity.CRITICAL, "all exports fail"),
        ("HIGH, one region", Severity.HIGH, "one region"),
        ("medium", Severity.MEDIUM, ""),
        ("sev1 down", Severity.CRITICAL, "down"),
        ("Sev 2: slow", Severity.HIGH, "slow"),
        ("severity 3 calm", Severity.MEDIUM, "calm"),
        ("sev 4 calm", None, "sev 4 calm"),
        ("highly annoying", None, "highly annoying"),
        ("urgent", None, "urgent"),
        ("", None, ""),
        ("…", None, "…"),
    ],
)
def test_a_severity_can_be_said_in_words(words: str, severity: Severity | None, rest: str) -> None:
    assert spoken(words) == (severity, rest)
