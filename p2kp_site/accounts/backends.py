"""How a person's rights are found: asked of the database once a request, not twice."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet


class RightsAtOnce(ModelBackend):
    """Django's own accounts, whose rights come from roles and from the person in one question."""

    # Django asks for a person's own rights and for those of the roles apart: the first question
    # brings both, and the second, of no rows, never reaches the database.

    def _get_user_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        roles = Permission.objects.filter(group__in=user_obj.groups.all())
        own = user_obj.user_permissions.all()
        return Permission.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=roles.order_by().values("pk"))
        )

    def _get_group_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        return Permission.objects.none()
