"""Commands that print a document: to a file, or byte for byte to standard output."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class DocumentCommand(BaseCommand):
    """Prints only the document: no other encoding, no line of ours."""

    def add_output_argument(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, help="a file instead of standard output")

    def print_document(self, document: bytes, *, output: Path | None, binary: bool) -> None:
        if output is not None:
            output.write_bytes(document)
            return
        if binary and self.stdout.isatty():
            raise CommandError(_("A workbook is not for a terminal: use --output, or redirect it."))
        raw = getattr(self.stdout, "buffer", None)
        if raw is not None:
            raw.write(document)
            raw.flush()
        elif binary:
            raise CommandError(_("A workbook needs an output that takes bytes: use --output."))
        else:
            self.stdout.write(document.decode(), ending="")
