"""What a mixin of pages stands on: the page beside it, as far as the type checker sees."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin as PageMixin
else:
    PageMixin = object

__all__ = ["PageMixin"]
