"""Words that installed packages say without a Chinese of their own.

django-unfold ships no translations at all, the others miss a few. What stands here goes into our
catalogue, which Django asks before the packages' own; nothing imports it, the extractor reads it.
tests/architecture/test_borrowed_words.py says what an upgrade adds.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

UNFOLD = (
    _("Select record"),
    _("Select action"),
    _("Select action to run"),
    _("Run"),
    _("Select value"),
    _("Value"),
    _("From"),
    _("To"),
    _("Date"),
    _("Date from"),
    _("Date to"),
    _("Not enough data."),
    _("Expand row"),
    _("Welcome back to"),
    _("Type to search"),
    _("No data"),
    _("More actions"),
    _("All applications"),
    _("True"),
    _("False"),
    _("Apply Filters"),
    _("Reset filters"),
    _("Select all rows"),
    _("Recent searches"),
    _("No recent searches"),
    _("No results matching your query"),
    _("Loading more results..."),
    ngettext_lazy(
        "\n                Found %(counter)s result in %(time)s seconds\n            ",
        "\n                Found %(counter)s results in %(time)s seconds\n            ",
    ),
    _("Record picture"),
    _("This item will be deleted."),
    _("Click to cancel"),
    _("No results found"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("Image preview"),
    _("Click to download"),
    _("Go back"),
    _("Previous"),
    _("Next"),
    _("Search apps and models..."),
    _("General"),
    _("Light"),
    _("Dark"),
    _("System"),
    _("Return to site"),
    _("You have been successfully logged out from the administration"),
    _("Choose file to upload"),
    _("Toggle password visibility"),
    _("Select currency"),
    _("Dataset not found. No action performed."),
    _("You can not create nested object without parent"),
    _("After you've created a user, you’ll be able to edit more user options."),
    _(
        "Raw passwords are not stored, so there is no way to see this user’s password, but you can change "
        'the password using <a href="{}" class="text-primary-600 dark:text-primary-500">this form</a>.'
    ),
    _("Select format"),
    _("This exporter will export the following fields"),
    _("View traceback"),
    ngettext_lazy(
        "\n                    Export %(len)s selected item.\n                ",
        "\n                    Export %(len)s selected items.\n                ",
    ),
)

IMPORT_EXPORT = (
    _("Resource"),
    _("Select all"),
    _('Select at least 1 field for "%(resource_name)s" to export'),
    _("Value could not be parsed."),
    _("export failed due to IllegalCharacterError"),
)

DJANGO = (
    _("Filters"),  # Django has one, 过滤器: a word of plumbers
    _(" By %(filter_title)s "),  # Django's own read as if by machine
    _("Select %s to change"),
    _("Select %s to view"),
    _("Error:"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Forgotten your login credentials?"),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)

API = (
    _("A valid biginteger is required."),
    _("Integer value too large to convert to float"),
    _("No response body"),
    _("Unspecified response body"),
    _('Token-based authentication with required prefix "%s"'),
    _("Multiple values may be separated by commas."),
    _("Range query expects two values."),
    _("Select a lookup."),
)

ALLAUTH = (
    _("Incorrect code."),  # allauth's own, 错误代码, is the number of an error
)
