"""The growing network: equipment against its moves, scores against what was measured."""

from orders.reports.books.check import Check

CHECKS = (
    Check(
        "network: equipment of each station = sum of its moves",
        ("pieces",),
        """
        SELECT station_id || ' ' || kind_id AS key, quantity AS pieces
        FROM stations_equipmentstock WHERE quantity <> 0
        """,
        """
        SELECT station_id || ' ' || kind_id AS key, sum(change) AS pieces
        FROM stations_equipmentmove GROUP BY station_id, kind_id HAVING sum(change) <> 0
        """,
    ),
    Check(
        "network: score of each assessment = weights and points",
        ("points",),
        "SELECT id::text AS key, score AS points FROM stations_countyassessment",
        """
        SELECT assessment_id::text AS key, round(sum(weight * points) / 100, 2) AS points
        FROM stations_assessmentvalue GROUP BY assessment_id
        """,
    ),
)
