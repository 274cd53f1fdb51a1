"""Slack's error codes, sorted by what they say: of the call, of the token, of a person, of a place."""

# Source: Slack, errors of any method; the descriptions say "some aspect of the operation may have succeeded".
UNSURE = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
AWAY = {  # the token, the workspace or the network is out of order, which says nothing about the row
    "accesslimited",
    "account_inactive",
    "ekm_access_denied",
    "invalid_auth",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "team_added_to_org",  # calls fail now and then until the workspace has moved into its organisation
    "token_expired",
    "token_revoked",
}
NOBODY = {"user_not_found", "user_disabled", "cannot_dm_bot"}  # nobody is there to be told
NO_THREAD = {"thread_not_found"}
ARCHIVED = {"is_archived", "is_inactive"}
REMOVED = {"not_in_channel", "channel_not_found"}
CLOSED = {  # ACE may not write there; trying again changes nothing until somebody opens it
    *ARCHIVED,
    *REMOVED,
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "messages_tab_disabled",
    "thread_locked",
    "cannot_reply_to_message",
}


def is_person(target: str) -> bool:
    """Whether a message's target is somebody rather than a channel."""
    return target.startswith(("U", "W"))


def is_gone(target: str, code: str) -> bool:
    """Whether a refused message was for somebody who is not there any more."""
    return code in NOBODY or (is_person(target) and code in ARCHIVED | REMOVED)
