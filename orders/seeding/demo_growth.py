"""What comes before an opening, in the demo: surveys, fit-outs, agreements, candidates in every stage."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

from PIL import Image

from orders.seeding.demo_plan import COUNTIES, stations
from stations.agreements.signing import sign_agreement
from stations.assessing.assessing import load_standard_scheme, record_assessment
from stations.centers.models import CountyCenter
from stations.centers.proposing import propose_center
from stations.clock import month_of, today
from stations.county_training.models import Official, OfficialsSession
from stations.county_training.teaching import enter_official, enter_session, record_attendance
from stations.equipment.models import EquipmentKind
from stations.equipment.moving import load_standard_kinds, move_equipment, take_stock
from stations.fitting_out.finishing import finish_task, load_standard_tasks, tasks_left
from stations.network.applying import apply_station, approve_station
from stations.network.models import Station
from stations.network.opening import fit_out_station
from stations.pipeline.models import OpeningPlan
from stations.pipeline.planning import load_programme_target, plan_openings
from stations.regions.models import Region
from stations.surveying.models import VillageSurvey
from stations.surveying.surveying import record_survey
from stations.visits.visiting import record_visit

# Candidates: code, letters, and how far they are. 沙县, 浦江县, 寻乌县.
CANDIDATES = (("350427", "FJSX", "proposed"), ("330726", "ZJPJ", "assessed"), ("360734", "JXXW", "signed"))
MEASURED = {"broadband": 86, "mobile": 92, "roads": 88, "carriers": 4, "policies": 7, "rooms": 60}
WEEK = dt.timedelta(days=7)


def make_standards() -> None:
    """The lists that counties and stations are held against."""
    load_standard_scheme()
    load_standard_tasks()
    load_standard_kinds()
    load_programme_target()


def make_ready(station: Station, opening: dt.date) -> None:
    """Surveyed a month before, fitted out by the day before."""
    _survey(station, opening - 4 * WEEK)
    for task in tasks_left(station):
        photos = [_picture(task.position)] if task.needs_photo else []
        finish_task(
            actor=None,
            station=station,
            task=task,
            done_on=opening - dt.timedelta(days=max(1, 15 - task.days)),
            photos=photos,
        )


def make_growth() -> None:
    """Plans of the open counties, equipment and visits, and candidates in every stage."""
    _plans()
    session = enter_session(
        actor=None, title="县域电商领导干部班", held_on=dt.date(2014, 8, 20), place="杭州", teacher="淘宝大学"
    )
    for county, letters, stage in CANDIDATES:
        _candidate(county, letters, stage, session)
    center = CountyCenter.objects.get(code="FJYX")
    _waiting_stations(center)
    _equipment(Station.objects.get(code="FJYX001"))


def _survey(station: Station, day: dt.date, *, fit: bool = True) -> None:
    households = 180 + station.pk * 37 % 420
    survey = VillageSurvey(
        station=station,
        surveyed_on=day,
        households=households,
        residents=households * 3,
        broadband_households=households * (30 + station.pk * 7 % 40) // 100,
        mobile=VillageSurvey.Mobile.G3,
        road_km=Decimal(station.pk * 13 % 300) / 10,
        shops=station.pk % 5,
        room_m2=Decimal(30 + station.pk % 30),
        fit=fit,
        words="" if fit else "场地太小",
    )
    record_survey(actor=None, survey=survey)


def _picture(number: int) -> BytesIO:
    """A plain sheet in another colour for each task: a demo has no photographer."""
    file = BytesIO()
    Image.new("RGB", (320, 240), (120 + 20 * number % 120, 90, 60)).save(file, "PNG")
    file.seek(0)
    return file


def _plans() -> None:
    """What opened, and a little more, was planned."""
    planned: dict[tuple[str, dt.date], int] = {}
    for one in stations():
        key = (one.county.letters, month_of(one.opened_on))
        planned[key] = planned.get(key, 0) + 1
    centers = {center.code: center for center in CountyCenter.objects.all()}
    OpeningPlan.objects.bulk_create(
        OpeningPlan(center=centers[letters], month=month, stations=count + number % 3 // 2)
        for number, ((letters, month), count) in enumerate(sorted(planned.items()))
    )
    for county in COUNTIES:
        plan_openings(actor=None, center=centers[county.letters], month=today(), stations=2)


def _candidate(county: str, letters: str, stage: str, session: OfficialsSession) -> None:
    region = Region.objects.filter(pk=county).first()
    if region is None:
        return
    center = propose_center(
        actor=None, county=region, code=letters, name=f"{region.name}农村淘宝县级运营中心"
    )
    if stage == "proposed":
        return
    values = {code: Decimal(value) for code, value in MEASURED.items()}
    record_assessment(actor=None, center=center, values=values, words="村村通宽带，县里配套政策到位")
    official: Official = enter_official(
        actor=None, county=region, name=f"{region.name[0]}局长", office="商务局"
    )
    record_attendance(actor=None, session=session, officials=[official])
    if stage == "signed":
        sign_agreement(
            actor=None,
            center=center,
            number=f"{letters}-1",
            counterpart=f"{region.name}人民政府",
            signed_on=today() - 2 * WEEK,
            terms="场地两年免租，宽带入村",
        )


def _waiting_stations(center: CountyCenter) -> None:
    """One in each stage before the opening, of villages that have no station."""
    taken = Station.objects.values("village")
    villages = (
        Region.objects.within(center.county_id).filter(level=Region.Level.VILLAGE).exclude(pk__in=taken)
    )
    first, second, third, fourth = villages.order_by("code")[:4]
    apply_station(actor=None, center=center, village=first)
    surveyed = apply_station(actor=None, center=center, village=second)
    _survey(surveyed, today() - WEEK, fit=False)
    approved = approve_station(actor=None, station=apply_station(actor=None, center=center, village=third))
    _survey(approved, today() - WEEK)
    fitted = approve_station(actor=None, station=apply_station(actor=None, center=center, village=fourth))
    _survey(fitted, today() - 2 * WEEK)
    fitted = fit_out_station(actor=None, station=fitted)
    finish_task(actor=None, station=fitted, task=tasks_left(fitted)[0])


def _equipment(station: Station) -> None:
    kinds = list(EquipmentKind.objects.all())
    for kind in kinds:
        move_equipment(actor=None, station=station, kind=kind, reason="delivered", pieces=kind.standard)
    take_stock(
        actor=None, station=station, counts={kind: kind.standard for kind in kinds[:-1]} | {kinds[-1]: 2}
    )
    record_visit(
        actor=None,
        station=station,
        visited_on=today() - WEEK,
        words="门店整洁，公示价格齐全",
        findings=["货架上有积灰", "公示栏电话要更新"],
    )
