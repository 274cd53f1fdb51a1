"""The form that asks where a case is heading."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, number_of, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.work import Trend
from storage.overview import Overview

WHY = 500  # characters


def view(case: Overview, chosen: Trend | None = None) -> Json:
    """The trend as it is, or as somebody is about to set it, and a line of why."""
    return form(
        Form.TREND,
        f"Trend of {case.key}",
        [
            field(
                "trend",
                "Where is it heading?",
                kit.radio("trend", Trend.options(), initial=chosen or case.ace.trend),
            ),
            field(
                "why",
                "Why",
                kit.text_input("why", max_length=WHY),
                hint="One line. Everyone on the case reads it.",
            ),
        ],
        number=case.ace.number,
        submit="Set trend",
    )


def read(view: Mapping[str, Any]) -> tuple[int, Trend | None, str]:
    """Case, trend and why."""
    return number_of(view), Trend.of(text_of(view, "trend")), text_of(view, "why")
