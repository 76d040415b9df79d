"""What was recorded: importers, the store, and the frames that come out of it."""
