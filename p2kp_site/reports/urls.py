"""The short addresses that stand on papers."""

from django.urls import path

from p2kp_site.reports.views import kept

app_name = "reports"
urlpatterns = [path("<str:ref>/", kept, name="kept")]
