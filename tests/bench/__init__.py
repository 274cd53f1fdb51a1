"""The bench: what ACE takes, beside a bare Bolt app in the same run; `./ace bench`."""
