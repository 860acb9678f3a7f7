"""Dates and times as our languages write them, where Django's own way is another."""
