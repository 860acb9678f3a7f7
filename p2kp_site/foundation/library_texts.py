"""Texts of libraries that our pages show and that have no Indonesian of their own, or a poor one.

They stand here only so that `make messages` collects them; the catalogue has their Indonesian.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

# Of the theme, which brings no Indonesian.
UNTRANSLATED = (
    gettext_noop("Apply Filters"),
    gettext_noop("Choose file to upload"),
    gettext_noop("Click to cancel"),
    gettext_noop("Dark"),
    gettext_noop("Export"),
    gettext_noop("False"),
    gettext_noop("Filters"),
    gettext_noop("Go back"),
    gettext_noop("Import"),
    gettext_noop("Light"),
    gettext_noop("Loading more results..."),
    gettext_noop("No results found"),
    gettext_noop("No results matching your query"),
    gettext_noop("Reset filters"),
    gettext_noop("Run"),
    gettext_noop("Select action"),
    gettext_noop("Select action to run"),
    gettext_noop("Select all rows"),
    gettext_noop("Select record"),
    gettext_noop("System"),
    gettext_noop("This item will be deleted."),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("True"),
    gettext_noop("Type to search"),
    gettext_noop("Welcome back to"),
    gettext_noop("You have been successfully logged out from the administration"),
)

# Of Django: its Indonesian has other words than ours for a password, or slips of the pen.
REWORDED = (
    gettext_noop("Change my password"),
    gettext_noop("Change password"),
    gettext_noop("Clear all filters"),
    gettext_noop("Enter the same password as before, for verification."),
    gettext_noop("New password confirmation"),
    gettext_noop("Old password"),
    gettext_noop("Password"),
    gettext_noop("Password change"),
    gettext_noop("Password change successful"),
    gettext_noop(
        "Please enter the correct %(username)s and password for a staff account. Note that both"
        " fields may be case-sensitive."
    ),
    gettext_noop(
        "Please enter your old password, for security’s sake, and then enter your new password"
        " twice so we can verify you typed it in correctly."
    ),
    gettext_noop("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    gettext_noop("Select %s to view"),
    gettext_noop("Thanks for spending some quality time with the web site today."),
    gettext_noop("The two password fields didn’t match."),
    gettext_noop(
        "You are authenticated as %(username)s, but are not authorized to access this page. Would"
        " you like to login to a different account?"
    ),
    gettext_noop("Your old password was entered incorrectly. Please enter it again."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your password can’t be entirely numeric."),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("password"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 1),
)
