"""Typed functions that a question may call; each returns facts."""
