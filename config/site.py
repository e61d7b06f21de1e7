"""The admin site: unfold's, under the name every `ModelAdmin` registers with."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig

from config import checks as checks  # registers the system checks


class CunzhanAdminConfig(AdminConfig):
    default_site = "unfold.sites.UnfoldAdminSite"

    def ready(self) -> None:
        super().ready()
        # What libraries register themselves: tables nobody fills, and secrets nobody may read.
        for label in (
            "account.EmailAddress",
            "account.EmailConfirmation",
            "auth.Group",
            "authtoken.TokenProxy",
            "mfa.Authenticator",
        ):
            model = apps.get_model(label)
            if admin.site.is_registered(model):
                admin.site.unregister(model)
