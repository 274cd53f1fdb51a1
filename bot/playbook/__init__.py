"""The escalation process as pure rules: values in, values out, no clock and no network."""
