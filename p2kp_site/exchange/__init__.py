"""Bulk import and export: what the product exists for."""
