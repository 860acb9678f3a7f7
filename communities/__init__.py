"""Regions, and the communities that live in them."""
