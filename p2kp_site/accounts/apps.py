from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "p2kp_site.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
