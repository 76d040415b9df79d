"""The app: pages find their results here, in words and pictures."""
