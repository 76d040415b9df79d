"""Names of days as people type them: what they look like, and the days that they mean."""
