"""The growing network of the demo: Taobao villages of the list of 2015, beside the stations."""

from __future__ import annotations

from stations.recognition.importing import import_published_towns, import_villages


def make_taobao_villages() -> None:
    """The two bundled lists of 2015, through their importers."""
    import_villages(actor=None, year=2015)
    import_published_towns(actor=None, year=2015)
