"""Modals: who may open them and when, the stack of three, updates, answers to a submission, closing."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.errors import SlackError
from sandbox.state import Json, View
from tests.sandbox.blockkit_samples import asks, modal, plain, section
from tests.sandbox.office import Office, manifest

INPUT = {"type": "plain_text_input", "action_id": "typed", "initial_value": "first"}


def form(**more: Any) -> Json:
    return modal(asks(INPUT, block_id="name"), **more)


def trigger(office: Office, *, view: str | None = None) -> str:
    return office.ws.triggers.issue(office.ana.id, office.app, view=view)


def open_form(office: Office, **more: Any) -> View:
    opened = office.call("views.open", trigger_id=trigger(office), view=form(**more))
    return office.ws.views[opened["view"]["id"]]


def push_form(office: Office, below: View, **more: Any) -> Json:
    return office.call("views.push", trigger_id=trigger(office, view=below.id), view=form(**more))


def test_an_open_modal_is_on_the_screen_of_whoever_triggered_it(office: Office) -> None:
    changes: list[Json] = []
    office.ws.watchers.append(changes.append)

    shown = office.call("views.open", trigger_id=trigger(office), view=form(callback_id="case"))["view"]

    top = office.ws.stacked.top(office.ana.id)
    assert top is not None
    assert (top.id, top.hash) == (shown["id"], shown["hash"])
    assert shown["root_view_id"] == shown["id"]
    assert shown["previous_view_id"] is None
    assert shown["callback_id"] == "case"
    assert shown["state"]["values"] == {"name": {"typed": {"type": "plain_text_input", "value": "first"}}}
    assert shown["app_id"] == office.app.id
    assert changes == [{"kind": "view", "user": office.ana.id}]


def test_a_trigger_works_once(office: Office) -> None:
    used = trigger(office)
    office.call("views.open", trigger_id=used, view=form())

    assert office.refuses("views.open", trigger_id=used, view=form()) == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds_of_the_workspaces_clock(office: Office) -> None:
    early, late = trigger(office), trigger(office)

    office.ws.clock.move(timedelta(seconds=2.5))
    assert office.call("views.open", trigger_id=early, view=form())["ok"]
    office.ws.clock.move(timedelta(seconds=1))
    assert office.refuses("views.open", trigger_id=late, view=form()) == "expired_trigger_id"


def test_an_invented_trigger_or_that_of_another_app_is_refused(office: Office) -> None:
    other = office.ws.install(manifest("Other"))

    assert office.refuses("views.open", trigger_id="1.2.ab", view=form()) == "invalid_trigger_id"
    foreign = office.ws.triggers.issue(office.ana.id, other)
    assert office.refuses("views.open", trigger_id=foreign, view=form()) == "invalid_trigger_id"
    assert office.refuses("views.open", view=form()) == "invalid_arguments"


def test_a_bad_view_is_refused_with_the_place_and_leaves_the_trigger_good(office: Office) -> None:
    unused = trigger(office)

    refused = office.call("views.open", trigger_id=unused, view=form(title=plain("x" * 25)))

    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert office.call("views.open", trigger_id=unused, view=form())["ok"]


def test_a_view_that_is_no_json_or_no_modal_is_refused(office: Office) -> None:
    home = {"type": "home", "blocks": []}

    assert office.refuses("views.open", trigger_id=trigger(office), view="{") == "invalid_arguments"
    assert office.refuses("views.open", trigger_id=trigger(office), view=home) == "invalid_arguments"


def test_a_view_above_250_kilobytes_is_too_large(office: Office) -> None:
    big = modal(*[section("x" * 3000) for _ in range(90)])

    assert office.refuses("views.open", trigger_id=trigger(office), view=big) == "view_too_large"


def test_a_stack_is_three_high(office: Office) -> None:
    first = open_form(office)
    second = push_form(office, first)["view"]
    third = push_form(office, first)["view"]

    assert push_form(office, first)["error"] == "push_limit_reached"
    assert office.ws.stacks[office.ana.id] == [first.id, second["id"], third["id"]]
    assert [second["previous_view_id"], third["previous_view_id"]] == [first.id, second["id"]]
    assert {second["root_view_id"], third["root_view_id"]} == {first.id}


def test_only_what_happens_in_a_modal_can_push_another(office: Office) -> None:
    view = open_form(office)
    late = trigger(office, view=view.id)
    office.ws.stacked.close(office.ana.id, view.id)

    assert office.refuses("views.push", trigger_id=late, view=form()) == "not_found"
    assert office.refuses("views.push", trigger_id=trigger(office), view=form()) == "invalid_trigger_id"


def test_opening_anew_replaces_the_stack(office: Office) -> None:
    push_form(office, open_form(office))

    view = open_form(office)

    assert office.ws.stacks[office.ana.id] == [view.id]
    assert list(office.ws.views) == [view.id]


def test_an_update_with_a_stale_hash_is_a_conflict(office: Office) -> None:
    view = open_form(office)
    seen = view.hash

    fresh = office.call("views.update", view_id=view.id, view=form(), hash=seen)["view"]["hash"]

    assert fresh != seen
    assert office.refuses("views.update", view_id=view.id, view=form(), hash=seen) == "hash_conflict"
    assert office.call("views.update", view_id=view.id, view=form(), hash=fresh)["ok"]
    assert office.call("views.update", view_id=view.id, view=form())["ok"]


def test_a_view_is_found_by_its_external_id_which_is_unique(office: Office) -> None:
    view = open_form(office, external_id="case-7")

    assert office.call("views.update", external_id="case-7", view=form(external_id="case-7"))["ok"]
    assert push_form(office, view, external_id="case-7")["error"] == "duplicate_external_id"
    assert office.refuses("views.update", external_id="case-8", view=form()) == "not_found"
    assert office.refuses("views.update", view=form()) == "invalid_arguments"


def test_a_closed_view_and_that_of_another_app_are_not_found(office: Office) -> None:
    other = office.ws.install(manifest("Other"))
    view = open_form(office)

    assert (
        office.call_as(other.bot_token, "views.update", view_id=view.id, view=form())["error"] == "not_found"
    )
    office.ws.stacked.close(office.ana.id, view.id)
    assert office.refuses("views.update", view_id=view.id, view=form()) == "not_found"


@pytest.mark.parametrize("answer", [None, {}])
def test_an_empty_answer_closes_this_view_only(office: Office, answer: Json | None) -> None:
    first = open_form(office)
    second = office.ws.views[push_form(office, first)["view"]["id"]]

    office.ws.stacked.apply_answer(office.ana.id, second, answer)

    assert office.ws.stacked.top(office.ana.id) is first


def test_answers_update_push_and_clear(office: Office) -> None:
    stacked, view = office.ws.stacked, open_form(office)

    update = {"response_action": "update", "view": form(title=plain("Second"))}
    stacked.apply_answer(office.ana.id, view, update)
    assert view.body["title"]["text"] == "Second"

    stacked.apply_answer(office.ana.id, view, {"response_action": "push", "view": form()})
    top = stacked.top(office.ana.id)
    assert top is not None
    assert top.previous_id == view.id

    stacked.apply_answer(office.ana.id, top, {"response_action": "clear"})
    assert stacked.top(office.ana.id) is None
    assert office.ws.views == {}


def test_errors_are_shown_at_their_inputs_until_the_next_answer(office: Office) -> None:
    view = open_form(office)

    office.ws.stacked.apply_answer(
        office.ana.id, view, {"response_action": "errors", "errors": {"name": "Too short"}}
    )
    assert view.errors == {"name": "Too short"}
    assert office.ws.stacked.top(office.ana.id) is view

    office.ws.stacked.apply_answer(office.ana.id, view, {"response_action": "update", "view": form()})
    assert view.errors == {}


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "Too short"}},
        {"response_action": "errors", "errors": {"name": ""}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
        {"response_action": "update"},
        {"response_action": "push", "view": {"type": "modal"}},
        {"response_action": "explode"},
    ],
)
def test_a_bad_answer_is_refused_and_the_modal_stays(office: Office, answer: Json) -> None:
    view = open_form(office)

    with pytest.raises(SlackError) as refused:
        office.ws.stacked.apply_answer(office.ana.id, view, answer)

    assert refused.value.code == "invalid_arguments"
    assert office.ws.stacked.top(office.ana.id) is view


def test_a_push_above_three_is_refused_in_an_answer_too(office: Office) -> None:
    first = open_form(office)
    push_form(office, first)
    push_form(office, first)
    top = office.ws.stacked.top(office.ana.id)
    assert top is not None

    with pytest.raises(SlackError) as refused:
        office.ws.stacked.apply_answer(office.ana.id, top, {"response_action": "push", "view": form()})

    assert refused.value.code == "push_limit_reached"


def test_closing_says_which_views_went_top_first(office: Office) -> None:
    first = open_form(office, notify_on_close=True)
    second = push_form(office, first)["view"]["id"]

    assert [view.id for view in office.ws.stacked.close(office.ana.id, second)] == [second]
    third = push_form(office, first)["view"]["id"]
    cleared = office.ws.stacked.close(office.ana.id, third, True)
    assert [view.id for view in cleared] == [third, first.id]
    assert office.ws.stacked.close(office.ana.id, first.id) == []


def test_a_submission_gets_a_response_url_for_each_chosen_channel_that_asked(office: Office) -> None:
    select = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    blocks = [asks({**select, "default_to_current_conversation": True}, block_id="here")]
    blocks.append(asks(select, block_id="there", optional=True))
    where = office.ws.triggers.issue(office.ana.id, office.app, channel=office.general.id)
    view_id = office.call("views.open", trigger_id=where, view=modal(*blocks))["view"]["id"]

    (url,) = office.ws.stacked.response_urls(office.ws.views[view_id])

    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("here", "where", office.general.id)
    assert "/response/" in url["response_url"]
