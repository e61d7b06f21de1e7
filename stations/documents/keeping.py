"""Papers and photos are checked and kept, where no address leads but the scoped one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from stations.centers.models import CountyCenter
from stations.documents.models import Document
from stations.documents.reencoding import reencoded
from stations.network.models import Station
from stations.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
# What a paper has no need of: scripts, programs to start, files inside the file.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")


def keep_documents(
    *,
    actor: Any,
    subject: str,
    files: Sequence[BinaryIO],
    title: str,
    center: CountyCenter,
    station: Station | None = None,
    field: str = "file",
) -> list[Document]:
    """Keeps files of one row, all or none; what was given before is not kept twice.

    Photos are decoded and written anew, PDFs looked through. Raises Refused: too large, neither
    a picture nor a PDF, a PDF with scripts or files inside, or one that is locked.
    """
    checked = [_checked(file, field) for file in files]
    kept: list[str] = []
    documents = []
    try:
        with transaction.atomic():
            for kind, content in checked:
                digest = hashlib.sha256(content).hexdigest()
                if found := Document.objects.filter(subject=subject, digest=digest).first():
                    documents.append(found)
                    continue
                document = Document(
                    subject=subject,
                    title=title.strip()[:100] or str(Document.Kind(kind).label),
                    kind=kind,
                    size=len(content),
                    digest=digest,
                    center=center,
                    station=station,
                    actor=actor,
                )
                suffix = "pdf" if kind == Document.Kind.PDF else "jpg"
                document.file.save(f"{document.name}.{suffix}", ContentFile(content), save=False)
                kept.append(str(document.file.name))
                document.save(force_insert=True)
                documents.append(document)
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise
    return documents


def _checked(file: BinaryIO, field: str) -> tuple[Document.Kind, bytes]:
    head = file.read(5)
    file.seek(0)
    if head != b"%PDF-":
        try:
            return Document.Kind.PHOTO, reencoded(file).jpeg
        except Refused as refused:
            raise Refused(refused.message, code=refused.code, field=field) from refused
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_("The PDF is too large: at most 10 MB."), code="bytes", field=field)
    if b"%%EOF" not in content[-2048:] or b"/Encrypt" in content:
        raise Refused(_("This PDF is cut off or locked: give it whole and open."), code="broken", field=field)
    if _ACTIVE.search(content):
        raise Refused(
            _("This PDF carries scripts or files inside: print it to a new PDF."), code="active", field=field
        )
    return Document.Kind.PDF, content
