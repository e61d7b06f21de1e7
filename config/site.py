"""The admin site under the name every `ModelAdmin` registers with; the site itself is `admin_site`."""

from django.contrib.admin.apps import AdminConfig

from config import checks as checks  # registers the system checks


class CunzhanAdminConfig(AdminConfig):
    default_site = "config.admin_site.CunzhanAdminSite"
