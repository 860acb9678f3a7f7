"""People who use the system, and what their roles let them do."""
