"""Blocks of this app for pages of others."""

from typing import Any

from django import template

from p2kp_site.exchange.worklist import waiting_for

register = template.Library()


@register.inclusion_tag("exchange/waiting.html", takes_context=True)
def waiting_for_me(context: dict[str, Any]) -> dict[str, Any]:
    """The person's own imports and exports that ask for something, run or ended lately."""
    return {"waiting": waiting_for(context["request"].reader)}
