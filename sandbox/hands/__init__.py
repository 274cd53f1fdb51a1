"""What somebody does on screen: finding controls by their visible texts, filling, pressing, submitting."""
