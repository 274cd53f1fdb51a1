"""The soak: many people at random against ACE while Slack fails at random, then the audit of everything."""
