"""How recovered the athlete is this morning, and will be tomorrow."""
