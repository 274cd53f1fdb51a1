"""Who may see, who may act."""

import pytest

from bot.playbook.permissions import may
from bot.playbook.visibility import Visibility, may_see


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize(
    ("person", "insider"), [("U1FILER", True), ("U2GROUP", True), ("U3ELSE", False), ("", False)]
)
def test_a_private_case_is_seen_by_those_involved_and_its_group_only(
    visibility: Visibility,
    person: str,
    insider: bool,
) -> None:
    seen = may_see(visibility, person, involved={"U1FILER", "U9EM"}, group=["U2GROUP"])

    assert seen is (insider or visibility is Visibility.EVERYONE)


def test_security_and_people_are_private() -> None:
    assert [each.label for each in Visibility if each.is_private] == ["Private: security", "Private: people"]


@pytest.mark.parametrize(
    ("rule", "guest", "groups", "allowed"),
    [
        ("everyone", False, [], True),
        ("everyone", True, [], True),
        ("members", False, [], True),
        ("members", True, [], False),
        (("U1",), True, [], True),
        (("U2",), False, [], False),
        (("@ems",), False, ["@ems"], True),
        (("@ems",), False, ["@support"], False),
        ((), False, ["@ems"], False),
        ("nonsense", False, ["@ems"], False),
    ],
)
def test_a_rule_lets_in_whom_it_names(
    rule: str | tuple[str, ...],
    guest: bool,
    groups: list[str],
    allowed: bool,
) -> None:
    assert may(rule, "U1", guest=guest, groups=groups) is allowed
