"""How the admin looks, and what its menus hold: the settings of django-unfold."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Cunzhan"),
    "SITE_HEADER": _("Cunzhan"),
    "SITE_SYMBOL": "storefront",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")},
    ],
    "SCRIPTS": [lambda request: static("js/admin.js")],
    "STYLES": [lambda request: static("css/admin.css")],
    "ACCOUNT": {
        "navigation": [
            {"title": _("Change password"), "link": reverse_lazy("account_change_password")},
            {"title": _("Second factor"), "link": reverse_lazy("mfa_index")},
        ],
    },
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "config.dashboard.dashboard",
    "SIDEBAR": {"show_search": True, "navigation": "config.navigation.sidebar"},
    "COLORS": {
        "primary": {
            "50": "#fdf4ee",
            "100": "#fbe5d6",
            "200": "#f6c8ac",
            "300": "#efa177",
            "400": "#e67443",
            "500": "#d9541f",
            "600": "#b83f10",
            "700": "#99330f",
            "800": "#7b2a12",
            "900": "#652513",
            "950": "#370f06",
        },
    },
}
