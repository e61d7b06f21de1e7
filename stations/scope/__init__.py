"""Who sees which rows. The one rule; see docs/permissions.md."""

from stations.scope.rows import ScopedModel, ScopedQuerySet, ScopePaths, Way
from stations.scope.rule import NOTHING, Scope, scope_of

__all__ = ["NOTHING", "Scope", "ScopePaths", "ScopedModel", "ScopedQuerySet", "Way", "scope_of"]
