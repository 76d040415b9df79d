"""Questions about many athletes at once."""
