"""Where each address of the site leads."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from p2kp_site.accounts.admin.language import set_language

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/setlang/", set_language, name="set_language"),
    path("r/", include("p2kp_site.reports.urls")),
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
]
