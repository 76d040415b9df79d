"""Who puts an answer into words: rules, a language model in a process of its own, or a local server."""
