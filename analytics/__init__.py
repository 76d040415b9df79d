"""What the days say: pure functions from tidy frames to results with their uncertainty."""
