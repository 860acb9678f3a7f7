"""Summaries as reports: they are run, kept, and made into HTML, PDF, XLSX and JSON."""
