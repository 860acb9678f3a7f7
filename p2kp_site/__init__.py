"""The project package: basement (foundation, accounts, exchange) and roof (demo, wiring)."""

from p2kp_site.celery import app as celery_app

__all__ = ["celery_app"]
