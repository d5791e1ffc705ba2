"""The Solve Loop's writing: capture, link, flag, verify, fix, merge, vote, set fields."""
