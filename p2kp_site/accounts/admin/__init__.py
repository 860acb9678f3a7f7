"""Pages about one's own password, and the base of the account pages.

The account pages themselves stand where the areas are known: `communities.admin.accounts`.
"""

from django.contrib import admin

from p2kp_site.accounts.admin.passwords import password_change

# A page of ours in the place of the site's.
admin.site.password_change = password_change  # type: ignore[method-assign, assignment]
