"""The one admin site: what does not stand on it, and which of its pages are our own."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from p2kp_site.foundation.stewardship import ChoicesView


def _take_off(*models: Any) -> None:
    for model in models:
        if admin.site.is_registered(model):
            admin.site.unregister(model)


def choices(request: HttpRequest) -> HttpResponseBase:
    """Autocomplete over rows that the reader may choose."""
    return ChoicesView.as_view(admin_site=admin.site)(request)


# Roles are code, and so is the schedule: nobody edits either by hand.
_take_off(Group, *apps.get_app_config("django_celery_beat").get_models())
# A page of ours in the place of the site's.
admin.site.autocomplete_view = choices  # type: ignore[method-assign, assignment]
