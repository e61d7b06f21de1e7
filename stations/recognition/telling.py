"""What an import could not match, for whoever ran it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stations.recognition.importing import ImportedVillages


def tell_unmatched(stdout: Any, done: ImportedVillages) -> None:
    """One line a village, with the nearest names of its county."""
    for one in done.unmatched:
        nearest = ", ".join(one.nearest) or one.remark or _("nothing alike")
        stdout.write(
            _("  %(village)s is not in the register; nearest: %(names)s")
            % {"village": one.printed, "names": nearest}
        )
