"""The stylesheet is what every phone loads first; it stays small."""

import gzip


def test_the_stylesheet_stays_within_its_budget(settings):
    sheet = (settings.BASE_DIR / "static" / "css" / "cunzhan.css").read_bytes()
    assert len(sheet) <= 20 * 1024
    assert len(gzip.compress(sheet)) <= 6 * 1024
