"""Who looks after whose login: nobody raises anybody to or above their own rank."""

from __future__ import annotations

from django.utils.translation import gettext as _

from partners.accounts.models import Role, User
from stations.refusals import Refused

MANAGES: dict[str, frozenset[str]] = {
    Role.COUNTY_STAFF: frozenset({Role.PARTNER, Role.HELPER}),
    Role.OPS: frozenset({Role.PARTNER, Role.HELPER, Role.COUNTY_STAFF}),
    Role.SUPERUSER: frozenset(Role.values),
}


def manageable_roles(actor: User | None) -> frozenset[str]:
    """The roles that `actor` may give and take; None is the system itself."""
    if actor is None:
        return frozenset(Role.values)
    return MANAGES.get(actor.role, frozenset()) if actor.is_active else frozenset()


def manages(actor: User | None, user: User) -> bool:
    """Whether the login is one that `actor` looks after: of a lower rank, and within reach."""
    if user.role not in manageable_roles(actor):
        return False
    return actor is None or User.objects.visible_to(actor).filter(pk=user.pk).exists()


def check_manages(*, actor: User | None, user: User) -> None:
    """Raises Refused unless `manages`."""
    if not manages(actor, user):
        raise Refused(_("This login is not yours to manage."), code="rank")
