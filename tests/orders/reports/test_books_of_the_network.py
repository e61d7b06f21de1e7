"""Whoever changes what a station has, or how a county was judged, past the verbs is found by the books."""

import pgtrigger
import pytest

from stations.assessing.assessing import load_standard_scheme, record_assessment
from stations.assessing.models import CountyAssessment
from stations.centers.proposing import propose_center
from stations.equipment.models import EquipmentStock
from stations.equipment.moving import move_equipment
from tests.books import differing
from tests.cast import make_region
from tests.stations.growing.test_county_pipeline import values
from tests.stations.growing.test_station_pipeline import computer

__all__ = ["computer"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_equipment_and_scores_are_recounted(fjyx001, computer, ops):
    load_standard_scheme()
    center = propose_center(actor=None, county=make_region("330122"), code="ZJTL")
    record_assessment(actor=ops, center=center, values=values())
    move_equipment(actor=None, station=fjyx001, kind=computer, reason="delivered", pieces=2)
    assert differing() == {}
    with pgtrigger.ignore():
        EquipmentStock.objects.update(quantity=3)
        CountyAssessment.objects.update(score=80)
    assert differing("network") == {
        "network: equipment of each station = sum of its moves": 1,
        "network: score of each assessment = weights and points": 1,
    }
