"""Lists by name meet the register of today; figures come in whole or not at all."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from stations.recognition.changing import enter_alias
from stations.recognition.importing import (
    import_figures,
    import_neighbours,
    import_villages,
    match_again,
)
from stations.recognition.matching import Matcher, Printed, stem
from stations.recognition.models import MatchedBy, Neighbours, TaobaoVillage, VillageYear
from stations.recognition.report import recognise
from stations.refusals import Refused
from tests.cast import make_region

HEADER = "province,city,county,town,village"
FIGURES = f"{HEADER},households,shops,turnover,product,from_authority,poverty,b2b"
REGISTER = {
    "33": "浙江省",
    "3303": "温州市",
    "330324": "永嘉县",
    "330324009": "瓯北街道",
    "330324009018": "珠岙社区",
    "330324104": "桥下镇",
    "330324104201": "西岙村委会",
    "330324104202": "上村村委会",
    "330324104203": "小京社区",
    "330324108": "岩头镇",
    "330324108226": "方岙村委会",
    "330324108227": "六岙村村民委员会",
    "330324109": "枫林镇",
    "330324109201": "六岙村委会",
    "330305": "洞头区",
    "330305100": "北岙镇",
    "330305100201": "三盘村委会",
}


@pytest.fixture
def register(db):
    for code, name in REGISTER.items():
        make_region(code, name)


def printed(county, town, village):
    return Printed("浙江省", "温州市", county, town, village)


def written(tmp_path, text):
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("西洋村委会", "西洋"),
        ("孙家村村委会", "孙家"),
        ("马于村村民委员会", "马于"),
        ("榜头社区居委会", "榜头"),
        ("珠岙社区", "珠岙"),
        ("上村村委会", "上"),
        ("上村", "上"),
        ("乐峰", "乐峰"),
    ],
)
def test_the_stem_of_a_name(name, said):
    assert stem(name) == said


@pytest.mark.parametrize(
    ("place", "code", "by"),
    [
        (("永嘉县", "桥下镇", "西岙村"), "330324104201", MatchedBy.LETTER),
        (("永嘉县", "桥下镇", "上村"), "330324104202", MatchedBy.LETTER),
        (("永嘉县", "瓯北镇", "珠岙村"), "330324009018", MatchedBy.RULE),  # town and village renamed
        (("永嘉县", "江北街道", "珠岙村"), "330324009018", MatchedBy.RULE),  # the town is gone
        (("永嘉县", "岩头乡", "方岙村"), "330324108226", MatchedBy.RULE),
        (("洞头县", "北岙镇", "三盘村"), "330305100201", MatchedBy.RULE),  # a county became a district
        (("永嘉县", "桥下镇", "方岙村"), "", MatchedBy.NOTHING),  # its town is there, and has none
        (("永嘉县", "没有镇", "六岙村"), "", MatchedBy.NOTHING),  # two of this name: never one of them
        (("永嘉县", "桥下镇", "小京岙村"), "", MatchedBy.NOTHING),
        (("苍南县", "桥下镇", "西岙村"), "", MatchedBy.NOTHING),
    ],
)
def test_a_printed_place_is_found_or_left_alone(register, place, code, by):
    match = Matcher().find(printed(*place))
    assert (match.code, match.by) == (code, by)


def test_what_is_not_found_tells_the_nearest_names(register):
    match = Matcher().find(printed("永嘉县", "桥下镇", "小京岙村"))
    assert match.nearest[0] == "桥下镇小京社区"


def test_an_alias_finds_what_no_rule_does(register, tmp_path):
    file = written(tmp_path, f"{HEADER}\n浙江省,温州市,永嘉县,桥下镇,小京岙村\n")
    done = import_villages(actor=None, year=2015, file=file)
    assert [one.printed.village for one in done.unmatched] == ["小京岙村"]
    village = TaobaoVillage.objects.get()
    assert (village.region_id, village.matched_by) == (None, "")

    names = {"province": "浙江省", "city": "温州市", "county": "永嘉县", "town": "桥下镇"}
    region = make_region("330324104203")
    enter_alias(actor=None, region=region, reason="并入", village="小京岙村", **names)
    assert match_again(actor=None) == 1
    village.refresh_from_db()
    assert (village.region_id, village.matched_by) == ("330324104203", MatchedBy.ALIAS)
    assert recognise(2015).villages[0].place.village == "小京岙村"  # under the list's own name
    with pytest.raises(Refused):
        enter_alias(actor=None, region=region, reason="并入", village="小京岙村", **names)
    with pytest.raises(Refused):
        enter_alias(actor=None, region=make_region("330324104"), reason="并入", village="别村", **names)


def test_a_list_may_come_twice(register, tmp_path):
    file = written(
        tmp_path, f"{HEADER}\n浙江省,温州市,永嘉县,桥下镇,西岙村\n浙江省,温州市,永嘉县,桥下镇,西岙村\n"
    )
    assert import_villages(actor=None, year=2015, file=file).added == 1
    assert import_villages(actor=None, year=2015, file=file).added == 0
    assert VillageYear.objects.count() == 1


def test_figures_decide_and_keep_their_marks(register, tmp_path):
    rows = [
        "浙江省,温州市,永嘉县,桥下镇,西岙村,500,50,10000000.00,教玩具,*,provincial,yes",
        "浙江省,温州市,永嘉县,桥下镇,上村,1000,99,20000000,教玩具,,,",
        "浙江省,温州市,永嘉县,桥下镇,新来村,,120,12000000,,,national,",
    ]
    file = written(tmp_path, "\n".join([FIGURES, *rows, ""]))
    assert import_figures(actor=None, year=2015, file=file).added == 3
    report = recognise(2015)
    assert [one.name for one in report.villages] == ["西岙村*", "新来村"]
    assert [one.place.village for one in report.refused] == ["上村"]
    assert report.poverty == {"national": 1, "provincial": 1, "": 0}
    assert (report.from_authorities, report.b2b) == (1, 1)
    assert report.villages[0].turnover == Decimal("10000000.00")
    assert report.published.previous == 212
    assert report.published.added == 568
    assert report.counted.previous is None
    import_figures(actor=None, year=2016, file=written(tmp_path, "\n".join([FIGURES, rows[0], ""])))
    assert recognise(2016).counted.added == -1


@pytest.mark.parametrize(
    "row",
    [
        "浙江省,温州市,永嘉县,桥下镇,西岙村,0,50,1,,,,",
        "浙江省,温州市,永嘉县,桥下镇,西岙村,10,-1,1,,,,",
        "浙江省,温州市,永嘉县,桥下镇,西岙村,10,1,1.001,,,,",
        "浙江省,温州市,永嘉县,桥下镇,西岙村,10,1,NaN,,,,",
        "浙江省,温州市,永嘉县,桥下镇,西岙村,10,1,1,,perhaps,,",
        "浙江省,温州市,永嘉县,桥下镇,西岙村,10,1,1,,,poor,",
        "浙江省,温州市,永嘉县,桥下镇,,10,1,1,,,,",
        "浙江省,温州市,永嘉县,桥下镇,西岙村,10",
    ],
)
def test_a_wrong_line_anywhere_means_nothing_was_written(register, tmp_path, row):
    good = "浙江省,温州市,永嘉县,桥下镇,上村,1000,99,20000000,,,,"
    file = written(tmp_path, "\n".join([FIGURES, good, row, ""]))
    with pytest.raises(Refused, match="3"):
        import_figures(actor=None, year=2015, file=file)
    assert not TaobaoVillage.objects.exists()
    with pytest.raises(CommandError):
        call_command("import_village_figures", str(file), year=2015)


def test_neighbours_come_in_once_in_either_order(register, tmp_path):
    lines = "浙江省,温州市,永嘉县,桥下镇,西岙村\n浙江省,温州市,永嘉县,桥下镇,上村\n"
    import_villages(actor=None, year=2015, file=written(tmp_path, f"{HEADER}\n{lines}"))
    one, other = (f"浙江省/温州市/永嘉县/桥下镇/{name}" for name in ("西岙村", "上村"))
    file = written(tmp_path, f"village,neighbour\n{one},{other}\n{other},{one}\n")
    assert import_neighbours(actor=None, file=file) == 1
    assert import_neighbours(actor=None, file=file) == 0
    for wrong in (f"{one},{one}", f"{one},浙江省/温州市/永嘉县/桥下镇/别村"):
        with pytest.raises(Refused):
            import_neighbours(actor=None, file=written(tmp_path, f"village,neighbour\n{wrong}\n"))
    pair = Neighbours.objects.get()
    with pytest.raises(IntegrityError, match="neighbours_in_order"), transaction.atomic():
        Neighbours.objects.create(one=pair.other, other=pair.one)


def test_the_command_prints_what_a_program_reads(register, tmp_path):
    lines = "".join(f"浙江省,温州市,永嘉县,桥下镇,{name}村\n" for name in ("西岙", "上", "小京岙"))
    call_command(
        "import_taobao_villages",
        str(written(tmp_path, f"{HEADER}\n{lines}")),
        year=2015,
        stdout=io.StringIO(),
    )
    out = io.StringIO()
    call_command("recognise_taobao_villages", year=2015, format="csv", stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [row["level"] for row in rows] == ["village", "village", "village", "town"]
    assert (rows[3]["town"], rows[3]["villages"], rows[3]["village"]) == ("桥下镇", "3", "")
    out = io.StringIO()
    call_command("recognise_taobao_villages", year=2015, format="json", stdout=out)
    data = json.loads(out.getvalue())
    assert data["counts"]["by_county"] == [
        {"province": "浙江省", "city": "温州市", "county": "永嘉县", "villages": 3}
    ]
    assert data["counts"]["not_in_the_register"] == 1
    assert data["published_growth"] == {"previous": 212, "current": 780, "added": 568, "share": "2.6792"}


@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("taobao_village_has_households", {"households": 0}),
        ("taobao_village_turnover_not_negative", {"turnover": Decimal("-0.01")}),
    ],
)
def test_the_database_keeps_figures_sane(register, constraint, row):
    village = TaobaoVillage.objects.create(province="浙江省", village="西岙村")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        VillageYear.objects.create(village=village, year=2015, **row)
    with pytest.raises(IntegrityError, match="taobao_village_matched_has_region"), transaction.atomic():
        TaobaoVillage.objects.create(province="浙江省", village="上村", matched_by=MatchedBy.RULE)
