"""The register comes in whole or not at all."""

from __future__ import annotations

import io
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from stations.regions.importing import ImportedRegions, import_regions
from stations.regions.models import Region
from stations.regions.reading import RegisterRefused

YOUXI = "code,name\n35,福建省\n3504,三明市\n350426,尤溪县\n350426103,洋中镇\n350426103201,后楼村委会\n"

pytestmark = pytest.mark.django_db
Written = Callable[[str | bytes], Path]


@pytest.fixture(autouse=True)
def _english() -> None:
    translation.activate("en")


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "register.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def register() -> dict[str, tuple[str, int, str | None]]:
    return {row.code: (row.name, row.level, row.parent_id) for row in Region.objects.all()}


def test_rows_get_level_and_parent_from_the_code(written: Written) -> None:
    done = import_regions(file=written(YOUXI))

    assert done == ImportedRegions(added=5, changed=0, unchanged=0, not_in_file=0)
    assert register() == {
        "35": ("福建省", 2, None),
        "3504": ("三明市", 4, "35"),
        "350426": ("尤溪县", 6, "3504"),
        "350426103": ("洋中镇", 9, "350426"),
        "350426103201": ("后楼村委会", 12, "350426103"),
    }


def test_a_second_run_changes_nothing(written: Written) -> None:
    import_regions(file=written(YOUXI))
    before = register()

    done = import_regions(file=written(YOUXI))

    assert done == ImportedRegions(added=0, changed=0, unchanged=5, not_in_file=0)
    assert register() == before


def test_new_renamed_and_vanished_rows_are_told_apart(written: Written) -> None:
    import_regions(file=written(YOUXI))
    later = YOUXI.replace("350426103201,后楼村委会\n", "350426103202,康林村委会\n").replace(
        "洋中镇", "洋中街道"
    )

    done = import_regions(file=written(later))

    assert done == ImportedRegions(added=1, changed=1, unchanged=3, not_in_file=1)
    assert register()["350426103"][0] == "洋中街道"
    assert register()["350426103201"][0] == "后楼村委会"  # stations may stand there


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + YOUXI.encode(), id="with BOM"),
        pytest.param(YOUXI.replace("\n", "\r\n").encode(), id="Windows lines"),
        pytest.param(lzma.compress(YOUXI.encode()), id="xz"),
        pytest.param(lzma.compress(b"\xef\xbb\xbf" + YOUXI.encode()), id="xz with BOM"),
        pytest.param(
            ("\n".join([YOUXI.split("\n")[0], *YOUXI.split("\n")[:0:-1]])).encode(), id="upside down"
        ),
        pytest.param(YOUXI.replace("后楼村委会", '"后楼村委会"').encode(), id="quoted"),
    ],
)
def test_the_same_register_in_other_clothes(written: Written, content: bytes) -> None:
    assert import_regions(file=written(content)).added == 5
    assert register()["350426103201"] == ("后楼村委会", 12, "350426103")


REFUSED = {
    "no row at all": ("", 1, "the header must be “code,name”, not “”"),
    "no header": ("35,福建省\n", 1, "the header must be “code,name”, not “35,福建省”"),
    "other columns": ("name,code\n福建省,35\n", 1, "the header must be “code,name”, not “name,code”"),
    "one column": (YOUXI + "350427\n", 7, "2 columns are expected, found 1"),
    "three columns": (YOUXI + "350427,沙县,x\n", 7, "2 columns are expected, found 3"),
    "letters": (YOUXI + "35O427,沙县\n", 7, "the code “35O427” has other characters than digits"),
    "full-width digits": (
        YOUXI + "３５０４２７,沙县\n",
        7,
        "the code “３５０４２７” has other characters than digits",
    ),
    "a blank before": (YOUXI + " 350427,沙县\n", 7, "the code “ 350427” has other characters than digits"),
    "wrong length": (YOUXI + "35042,沙县\n", 7, "the code 35042 has 5 digits, not 2, 4, 6, 9 or 12"),
    "no name": (YOUXI + "350427, \n", 7, "350427 has no name"),
    "tab": (
        YOUXI + "350427,沙\t县\n",
        7,
        "the name of 350427 has blanks around it or control characters in it",
    ),
    "long": (YOUXI + f"350427,{'沙' * 101}\n", 7, "the name of 350427 is longer than 100 characters"),
    "twice": (YOUXI + "350426,尤溪县\n", 7, "the code 350426 is on line 4 already"),
    "orphan village": (
        YOUXI + "350426104201,某村委会\n",
        7,
        "350426104201 is an orphan: the file has no 350426104",
    ),
    "orphan city": (YOUXI + "3601,南昌市\n", 7, "3601 is an orphan: the file has no 36"),
    "open quote": (YOUXI + '350427,"沙县\n', 7, "not a line of CSV (unexpected end of data)"),
}


@pytest.mark.parametrize(("content", "line", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_line_is_named_and_nothing_is_written(
    written: Written, content: str, line: int, reason: str
) -> None:
    with pytest.raises(RegisterRefused) as caught:
        import_regions(file=written(content))

    assert [(problem.line, problem.reason) for problem in caught.value.problems] == [(line, reason)]
    assert f"line {line}: {reason}" in str(caught.value)
    assert register() == {}


def test_bad_encoding_names_line_and_byte(written: Written) -> None:
    with pytest.raises(RegisterRefused) as caught:
        import_regions(file=written(YOUXI.encode() + "350427,沙县\n".encode("gb18030")))

    assert [str(problem) for problem in caught.value.problems] == [
        "line 7: not UTF-8: byte 0xCF at position 10"
    ]
    assert register() == {}


def test_a_damaged_archive_is_refused(written: Written) -> None:
    with pytest.raises(RegisterRefused, match="xz file is damaged"):
        import_regions(file=written(lzma.compress(YOUXI.encode() * 50)[:-20]))

    assert register() == {}


def test_a_bad_line_leaves_the_known_register_alone(written: Written) -> None:
    import_regions(file=written(YOUXI))
    before = register()

    with pytest.raises(RegisterRefused):
        import_regions(file=written(YOUXI.replace("尤溪县", "尤溪市") + "350427104,某镇\n"))

    assert register() == before


def test_many_bad_lines_are_counted(written: Written) -> None:
    with pytest.raises(RegisterRefused) as caught:
        import_regions(file=written(YOUXI + "x,y\n" * 25))

    assert [problem.line for problem in caught.value.problems] == list(range(7, 27))
    assert str(caught.value).endswith("5 more lines are wrong.")


def test_orphans_and_duplicates_come_in_the_order_of_the_file(written: Written) -> None:
    with pytest.raises(RegisterRefused) as caught:
        import_regions(file=written(YOUXI + "36,江西省\n3701,济南市\n36,江西省\n"))

    assert [problem.line for problem in caught.value.problems] == [8, 9]


def test_the_command_tells_what_it_did(written: Written) -> None:
    out, err = io.StringIO(), io.StringIO()

    call_command("import_regions", str(written(YOUXI)), stdout=out, stderr=err)

    assert out.getvalue().startswith(
        "5 rows: 5 added, 0 changed, 0 unchanged; 0 known ones are not in the file."
    )
    assert err.getvalue().splitlines() == [
        "Reading the file",
        "Checking codes",
        "Writing what is new",
        "Checking the tree",
    ]


def test_the_command_refuses_in_words(written: Written, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="line 7: 2 columns are expected, found 1"):
        call_command("import_regions", str(written(YOUXI + "350427\n")), stderr=io.StringIO())
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_regions", str(tmp_path / "none.csv"), stderr=io.StringIO())


def test_the_database_keeps_the_tree_by_itself(written: Written) -> None:
    import_regions(file=written(YOUXI))
    for code, level, parent in (
        ("350427", 6, None),  # no parent
        ("350427", 6, "3505"),  # another city
        ("350427", 6, "35"),  # a level between is left out
        ("360101", 6, "3504"),  # another's child
        ("350427", 9, "3504"),  # not its level
        ("35O427", 6, "3504"),  # no digits
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Region.objects.create(code=code, name="某县", level=level, parent_id=parent)
    assert len(register()) == 5
    Region.objects.create(code="360101", name="某县", level=6, parent_id="3601")
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()  # as the commit will
    Region.objects.filter(code="360101").delete()
