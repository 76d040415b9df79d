"""The coach: questions in plain words, answers whose every number is a fact of the dashboard."""
