"""Every word on screen has its Chinese."""

import shutil
import subprocess
from pathlib import Path

import pytest

from config.translations import LOCALE, calls_in_template, compile_changed, found_in_code, missing, read

CHINESE = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_nothing_is_left_in_english() -> None:
    wanted = found_in_code()
    assert len(wanted) > 10
    assert missing(read(CHINESE), wanted) == []


def test_templates_are_read_as_django_reads_them() -> None:
    source = """{% load i18n %}<a title="{% translate "It's" context "where" %}">{{ _("Hi (you)")|upper }}
        {% blocktranslate count n=3 trimmed %} one {{ n }} {% plural %} {{ n }} of them
        {% endblocktranslate %}"""
    assert calls_in_template(source).splitlines() == [
        """pgettext(u'where', u"It's")""",
        """_("Hi (you)")""",
        """ngettext(u'one %(n)s', u'%(n)s of them', count)""",
    ]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("", "not translated"),
        ('msgid "Pay"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Pay"\nmsgstr "付款"\n', "fuzzy"),
        ('msgctxt "noun"\nmsgid "Pay"\nmsgstr "工资"\n', "not translated"),
        ('msgid "Pay"\nmsgstr "付款"\n', None),
    ],
)
def test_an_unfinished_entry_is_found(tmp_path: Path, entry: str, problem: str | None) -> None:
    (tmp_path / "django.po").write_text(HEADER + entry)
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "web.py").write_text('title = _("Pay")\n')
    problems = missing(read(tmp_path / "django.po"), found_in_code(tmp_path))
    expected = [f"{problem}: 'Pay' (orders/web.py)"] if problem else []
    assert problems == expected


def test_a_catalogue_is_compiled_again_only_when_it_changed(tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEADER + 'msgid "Pay"\nmsgstr "付款"\n')
    assert compile_changed(tmp_path) == [folder / "django.mo"]
    assert compile_changed(tmp_path) == []


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_accepts_the_catalogue() -> None:
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", CHINESE], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
