"""What the turnover tables say, and what the journal says when it is counted row by row."""

from collections import defaultdict
from decimal import Decimal

from orders.festivals.models import CenterCategoryHour, CenterHour, CenterMinute, StationDay, StationTurnover
from partners.journal.models import Activity, PendingActivity
from stations.clock import SHANGHAI

KEYS = {
    StationTurnover: ("station_id", "center_id", "hour"),
    StationDay: ("station_id", "center_id", "day"),
    CenterMinute: ("center_id", "minute"),
    CenterHour: ("center_id", "hour"),
    CenterCategoryHour: ("center_id", "category", "hour"),
}
MEASURES = ("placed_amount", "placed_orders", "paid_amount", "paid_orders", "net_amount", "net_orders")


def kept(model):
    """The table: its key with the six measures."""
    size = len(KEYS[model])
    rows = model.objects.values_list(*KEYS[model], *MEASURES)
    return {row[:size]: row[size:] for row in rows}


def recounted(model):
    """The same out of the journal, in Python."""
    sums = defaultdict(lambda: [Decimal(0), 0, Decimal(0), 0, Decimal(0), 0])
    for row in Activity.objects.exclude(kind="handed_over"):
        moment = row.turnover_at.astimezone(SHANGHAI)
        values = {
            "station_id": row.station_id,
            "center_id": row.center_id,
            "category": row.category,
            "minute": moment.replace(second=0, microsecond=0),
            "hour": moment.replace(minute=0, second=0, microsecond=0),
            "day": moment.date(),
        }
        orders = row.category_orders if model is CenterCategoryHour else row.orders
        line = sums[tuple(values[key] for key in KEYS[model])]
        for start, kinds in ((0, {"placed"}), (2, {"paid"}), (4, {"paid", "refund"})):
            if row.kind in kinds:
                line[start] += row.amount
                line[start + 1] += orders
    return {key: tuple(line) for key, line in sums.items()}


def everything_is_counted_once():
    assert PendingActivity.objects.filter(consumer="turnover").count() == 0
    for model in KEYS:
        assert kept(model) == recounted(model), model
    return True
