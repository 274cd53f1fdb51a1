"""`ace clocks`: what a person who sets a policy sees of it."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli import main

HIGH = ["--severity", "high", "--kind", "internal", "--from", "2026-03-13T18:00", "--zone", "Europe/London"]


@pytest.fixture(autouse=True)
def _no_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACE_POLICY", raising=False)


def test_it_prints_target_limit_and_every_rung_with_their_offsets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["clocks", *HIGH]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Internal update, High, Europe/London"
    assert "  target       2026-03-16T10:00:00+00:00" in lines
    assert "  limit        2026-03-16T12:00:00+00:00" in lines
    assert [line.split()[0] for line in lines[5:]] == ["target", "midway", "missed", "take", "still"]


def test_as_json_every_time_has_the_offset_of_its_day(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--severity", "medium", "--kind", "internal", "--from", "2026-04-02T16:30"]

    assert main(["clocks", *options, "--zone", "Europe/London", "--holidays", "gb-eng", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["target"], told["limit"]) == ("2026-04-07T16:30:00+01:00", "2026-04-08T12:00:00+01:00")
    assert told["holidays"] == "GB-ENG"
    assert " ".join(each["level"] for each in told["rungs"]) == "target midway missed take_over still_yours"
    assert all(datetime.fromisoformat(each["at"]).tzinfo for each in told["rungs"])


def test_an_ambiguous_time_is_the_earlier(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--severity", "critical", "--kind", "internal", "--zone", "Europe/London", "--json"]

    assert main(["clocks", *options, "--from", "2026-10-25T01:30"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["from"], told["target"]) == ("2026-10-25T01:30:00+01:00", "2026-10-25T02:30:00+00:00")


def test_a_policy_file_a_deadline_and_another_zone_for_the_reader_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[severities.high.clocks.customer]\ntarget = "2wh"\nlimit = "3wh"\n')
    options = ["--severity", "high", "--kind", "customer", "--from", "2026-03-17T07:00", "--json"]
    zones = ["--zone", "Australia/Sydney", "--recipient-zone", "America/New_York"]

    assert main(["clocks", *options, *zones, "--policy", str(file), "--deadline", "2026-03-25T12:00"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["target"], told["limit"]) == ("2026-03-17T10:00:00+11:00", "2026-03-17T11:00:00+11:00")
    assert told["rungs"][0]["at"] == "2026-03-17T10:00:00+11:00"  # 19:00 in New York
    assert told["deadline"] == "2026-03-25T12:00:00+11:00"


def test_without_a_zone_it_is_the_organisations_with_its_holidays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ["--severity", "high", "--kind", "triage-call", "--from", "2026-04-02T16:30"]

    assert main(["clocks", *options]) == 0

    assert capsys.readouterr().out.startswith("Triage call, High, Europe/London, public holidays of GB-ENG\n")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (["--zone", "Europe/Londn"], 'There is no time zone "Europe/Londn". Did you mean Europe/London?'),
        (["--from", "2026-03-29T01:30"], "29 March 2026 01:30 does not exist in Europe/London"),
        (["--from", "soon"], '"soon" is not a date and time.'),
        (["--kind", "internl"], 'There is no kind of clock "internl". Did you mean internal?'),
        (["--kind", "x"], "There is: claim, internal, customer, promise, triage_call, confirmation"),
        (["--severity", "urgent"], 'There is no severity "urgent". There is: critical, high, medium.'),
        (["--holidays", "GB-XX"], 'No public holidays are known for "GB-XX".'),
        (["--recipient-zone", "Mars"], 'There is no time zone "Mars".'),
        (["--deadline", "2026-03-13T17:59"], "The deadline has passed when the clock starts."),
        (["--kind", "claim", "--deadline", "2026-03-14T18:00"], "changes the update clocks only, not claim."),
        (["--promise", "2026-03-14T18:00"], "changes customer, attempt and item only, not internal."),
        (["--kind", "customer", "--promise", "2026-03-13T17:00"], "That time has passed already."),
        (["--policy", "missing.toml"], "missing.toml: cannot be read"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_status_2(
    changes: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clocks", *HIGH, *changes]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_a_policy_whose_limit_precedes_its_target_is_refused_with_its_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[severities.high.clocks.internal]\nlimit = "2wh"\n[organisation]\nholidays = "ZZ"\n')

    assert main(["clocks", *HIGH, "--policy", str(file)]) == 2

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "organisation.holidays: no public holidays are known for 'ZZ'" in said[0]
    assert "severities.high.clocks.internal.limit: 2wh may be over before target (4wh)" in said[1]


def test_a_policy_that_tells_the_em_before_the_approvers_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[retrospectives]\nem_nudge = "5bd"\n')

    assert main(["clocks", *HIGH, "--policy", str(file)]) == 2

    assert "retrospectives.em_nudge: 5bd may be over before an approver is reminded (6bd)" in (
        capsys.readouterr().err
    )
