"""The site's own addresses, with import and export on the page of boards."""

from django.contrib import admin
from django.urls import path

from communities.admin.boards import BoardAdmin
from communities.models import Board
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.urls import urlpatterns as addresses

if not issubclass(BoardAdmin, ExchangeAdminMixin):

    class ExchangedBoards(ExchangeAdminMixin, BoardAdmin):
        """The page of boards as it is once it is wired."""

        dataset = "boards"

    admin.site.unregister(Board)
    admin.site.register(Board, ExchangedBoards)

urlpatterns = [path("admin/", admin.site.urls), *addresses[1:]]
