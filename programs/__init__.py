"""Programmes, their cycle, plans, works, workshops, partnerships and cases."""
