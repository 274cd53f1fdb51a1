"""Reports for tests: a good one, a complete one, and any."""

from dataclasses import fields
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.playbook.choices import SupportSign, Target, WhyNow
from bot.playbook.report import CHOICES, COUNTS, MOMENTS, SEVERAL, TEXTS, Report
from bot.playbook.severity import Severity

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
BEFORE = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)

GOOD = Report(
    customer="Acme",
    impact="Nobody can export invoices since Monday.",
    severity=Severity.HIGH,
    product="web",
    region="europe",
)


def complete(target: Target | None = None) -> Report:
    """A report in which every field is answered."""
    answers: dict[str, object] = {name: f"some {name}" for name in TEXTS}
    answers |= {name: next(iter(choices)) for name, choices in CHOICES.items()}
    answers |= dict.fromkeys(MOMENTS, LATER) | dict.fromkeys(COUNTS, 12)
    answers |= {"why_now": tuple(WhyNow), "support_signs": tuple(SupportSign)}
    answers |= {"product": "web", "region": "europe", "occurred": BEFORE}
    return Report(**(answers | ({"target": target} if target else {})))  # type: ignore[arg-type]


_MOMENTS = st.none() | st.datetimes(
    min_value=datetime(2002, 1, 1),  # noqa: DTZ001 (hypothesis wants them naive)
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def _strategy(name: str) -> st.SearchStrategy[object]:
    if name == "visibility":
        return st.sampled_from(list(CHOICES[name]))
    if name in CHOICES:
        return st.none() | st.sampled_from(list(CHOICES[name]))
    if name in SEVERAL:
        members = list(SEVERAL[name])
        return st.sets(st.sampled_from(members)).map(
            lambda some: tuple(each for each in members if each in some)
        )
    if name in MOMENTS:
        return _MOMENTS
    return st.none() | st.integers(-5, 10**12) if name in COUNTS else st.text(max_size=40)


ANY = st.builds(Report, **{each.name: _strategy(each.name) for each in fields(Report)})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
