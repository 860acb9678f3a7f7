"""Summaries of this app, and how summaries of all floors count by regions."""
