"""How the facts of each topic become sentences, a topic a function: what leads to them, joins them and closes."""
