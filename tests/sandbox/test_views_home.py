"""Home tabs: published per person, only where the manifest has one, and never over a newer revision."""

import pytest

from sandbox.state import Json
from tests.sandbox.blockkit_samples import asks, home, modal, section
from tests.sandbox.office import Office, furnish, manifest

INPUT = asks({"type": "plain_text_input", "action_id": "a"}, block_id="b")


@pytest.fixture
def office() -> Office:
    office = furnish()
    office.app.manifest = manifest(home_tab_enabled=True)
    return office


def test_everybody_has_a_home_tab_of_their_own(office: Office) -> None:
    changes: list[Json] = []
    office.ws.watchers.append(changes.append)

    for user in (office.ana, office.bo):
        view = home(section(f"Hello {user.name}"))
        shown = office.call("views.publish", user_id=user.id, view=view)["view"]
        assert shown["type"] == "home"
        assert shown["root_view_id"] == shown["id"]

    seen = office.app.home_views
    assert seen[office.ana.id].body["blocks"][0]["text"]["text"] == "Hello ana"
    assert seen[office.bo.id].body["blocks"][0]["text"]["text"] == "Hello bo"
    assert changes == [{"kind": "home", "user": user.id} for user in (office.ana, office.bo)]
    assert office.ws.views == {}


def test_publishing_again_keeps_the_id_and_what_was_typed(office: Office) -> None:
    first = office.call("views.publish", user_id=office.ana.id, view=home(INPUT))["view"]
    office.app.home_views[office.ana.id].values["b"]["a"]["value"] = "typed"

    again = office.call("views.publish", user_id=office.ana.id, view=home(section(), INPUT))["view"]

    assert again["id"] == first["id"]
    assert again["hash"] != first["hash"]
    assert again["state"]["values"]["b"]["a"]["value"] == "typed"


def test_a_stale_hash_is_a_conflict(office: Office) -> None:
    view, user = home(), office.ana.id
    seen = office.call("views.publish", user_id=user, view=view)["view"]["hash"]
    office.call("views.publish", user_id=user, view=view, hash=seen)

    assert office.refuses("views.publish", user_id=user, view=view, hash=seen) == "hash_conflict"


def test_an_external_id_is_one_persons_home(office: Office) -> None:
    view = home(external_id="home")

    for _ in range(2):
        assert office.call("views.publish", user_id=office.ana.id, view=view)["ok"]
    assert office.refuses("views.publish", user_id=office.bo.id, view=view) == "duplicate_external_id"


def test_a_home_tab_can_be_updated_by_its_id_but_not_become_a_modal(office: Office) -> None:
    view_id = office.call("views.publish", user_id=office.ana.id, view=home())["view"]["id"]

    assert office.call("views.update", view_id=view_id, view=home(section("New")))["ok"]
    assert office.refuses("views.update", view_id=view_id, view=modal()) == "invalid_arguments"


def test_an_unknown_person_and_a_modal_are_refused(office: Office) -> None:
    assert office.refuses("views.publish", user_id="U404", view=home()) == "invalid_arguments"
    assert office.refuses("views.publish", user_id=office.ana.id, view=modal()) == "invalid_arguments"


def test_without_a_home_tab_in_the_manifest_nothing_is_published(office: Office) -> None:
    for without in (manifest(), manifest(home_tab_enabled=False)):
        office.app.manifest = without
        assert office.refuses("views.publish", user_id=office.ana.id, view=home()) == "not_enabled"
