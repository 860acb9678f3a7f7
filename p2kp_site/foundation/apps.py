from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    name = "p2kp_site.foundation"
    label = "foundation"
    verbose_name = _("Change log")

    def ready(self) -> None:
        from django.contrib import admin

        from p2kp_site.foundation.wording import NOTHING

        admin.site.empty_value_display = NOTHING
        import p2kp_site.foundation.lookups  # noqa: F401  # imported for what it registers

        autodiscover_modules("summaries")
