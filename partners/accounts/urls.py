"""Only what we use of allauth: nobody signs up, and nobody has an e-mail address to manage."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from partners.accounts import web
from stations.scope.web import county_page

# A second factor is for those who see more than one station: `county_page`.
urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/second-factor/", factor.authenticate, name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/second-factor/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", web.forgotten_password, name="forgotten_password"),
    path("second-factor/", county_page(factor.index), name="mfa_index"),
    path("second-factor/app/", county_page(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", county_page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", county_page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        county_page(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/download/",
        county_page(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
