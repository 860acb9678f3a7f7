"""The short addresses that stand on papers and in mails."""

from django.urls import path

from p2kp_site.reports.outside import file, leave
from p2kp_site.reports.views import kept

app_name = "reports"
urlpatterns = [
    path("<str:ref>/", kept, name="kept"),
    path("file/<str:token>/", file, name="file"),
    path("leave/<str:token>/", leave, name="leave"),
]
