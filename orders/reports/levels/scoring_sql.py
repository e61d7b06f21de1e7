"""A month is scored by one statement; how, `docs/decisions/0145-levels.md` says in words."""

# Parameters by name: `first`, `last` (days), `since`, `until` (moments), `up_to`, `month` (its row), and
# those of the stations in service. What was recorded after `up_to` is left out, so that the same
# month comes out the same whenever it is scored again.
SCORE = """
WITH station AS (
    SELECT s.id AS station_id, CASE
        WHEN s.center_since IS NULL OR s.center_since < %(until)s THEN s.center_id
        -- Moved since: the center of the end of the month is in the history of the row.
        ELSE (SELECT e.center_id FROM stations_stationevent e
               WHERE e.pgh_obj_id = s.id AND coalesce(e.center_since, '-infinity') < %(until)s
               ORDER BY coalesce(e.center_since, '-infinity') DESC, e.pgh_id DESC LIMIT 1) END AS center_id
      FROM stations_station s WHERE s.id = ANY(%(stations)s)
), incumbent AS (
    SELECT DISTINCT ON (station_id) station_id, partner_id FROM partners_tenure
     WHERE starts_on <= %(last)s AND coalesce(ends_on, 'infinity') >= %(first)s
     ORDER BY station_id, starts_on DESC
), survey AS (
    SELECT DISTINCT ON (station_id) station_id, households FROM stations_villagesurvey
     WHERE surveyed_on <= %(last)s AND at < %(up_to)s
     ORDER BY station_id, surveyed_on DESC, id DESC
), by_order AS (
    SELECT station_id, subject, sum(amount) AS yuan, sum(orders) AS counted FROM partners_activity
     WHERE business = 'agent_order' AND kind IN ('paid', 'refund') AND business_date >= %(first)s
       AND turnover_at >= %(since)s AND turnover_at < %(until)s AND recorded_at < %(up_to)s
     GROUP BY station_id, subject
), sold AS (
    SELECT b.station_id, sum(b.yuan) AS turnover, sum(b.counted) AS orders,
           count(DISTINCT o.villager_id) FILTER (WHERE b.counted > 0) AS villagers
      FROM by_order b LEFT JOIN orders_agentorder o ON o.id = split_part(b.subject, ':', 2)::bigint
     GROUP BY b.station_id
), arrival AS (
    SELECT p.station_id, e.parcel_id, (date_trunc('day', e.at AT TIME ZONE 'Asia/Shanghai')
           + make_interval(days => rule.parcel_days + 1)) AT TIME ZONE 'Asia/Shanghai' AS in_time_until
      FROM orders_parcelevent e
      JOIN orders_parcel p ON p.id = e.parcel_id AND p.direction = 'down'
      CROSS JOIN (SELECT parcel_days FROM orders_levelrule WHERE id = %(rule)s) AS rule
     WHERE e.after = 'at_station' AND e.before NOT IN ('at_station', 'handed_over')
       AND e.at >= %(since)s AND e.at < %(until)s AND e.id <= %(last_scan)s
       AND NOT EXISTS (SELECT 1 FROM orders_parcelevent f
                        WHERE f.parcel_id = e.parcel_id AND f.after = 'at_station' AND f.before <> f.after
                          AND f.id <= %(last_scan)s AND (f.at, f.id) < (e.at, e.id))
), parcel AS (
    SELECT a.station_id, count(*) AS parcels, count(*) FILTER (WHERE (
               SELECT f.after FROM orders_parcelevent f
                WHERE f.parcel_id = a.parcel_id AND f.before <> f.after AND f.at < a.in_time_until
                  AND f.id <= %(last_scan)s
                ORDER BY f.at DESC, f.id DESC LIMIT 1) = 'handed_over') AS in_time
      FROM arrival a GROUP BY a.station_id
), complaint AS (
    SELECT c.station_id, count(*) AS complaints
      FROM partners_complaintchange s JOIN partners_complaint c ON c.id = s.complaint_id
     WHERE s.upheld AND s.after = 'answered' AND s.at >= %(since)s AND s.at < %(until)s
     GROUP BY c.station_id
), fact AS (
    SELECT station.*, incumbent.partner_id, survey.households, coalesce(sold.turnover, 0) AS turnover,
           coalesce(sold.orders, 0) AS orders, coalesce(sold.villagers, 0) AS villagers,
           coalesce(parcel.parcels, 0) AS parcels, coalesce(parcel.in_time, 0) AS in_time,
           coalesce(complaint.complaints, 0) AS complaints
      FROM station LEFT JOIN incumbent USING (station_id) LEFT JOIN survey USING (station_id)
      LEFT JOIN sold USING (station_id) LEFT JOIN parcel USING (station_id)
      LEFT JOIN complaint USING (station_id)
), part AS (
    SELECT fact.station_id, fact.center_id, of.part, of.value, of.weight
      FROM fact CROSS JOIN (SELECT * FROM orders_levelrule WHERE id = %(rule)s) AS rule
      CROSS JOIN LATERAL (VALUES
          ('turnover', fact.turnover / fact.households, rule.turnover),
          ('orders', fact.orders::numeric, rule.orders),
          ('villagers', fact.villagers::numeric, rule.villagers),
          ('parcels', fact.in_time::numeric / nullif(fact.parcels, 0), rule.parcels),
          ('complaints', -fact.complaints::numeric, rule.complaints)
      ) AS of (part, value, weight)
     WHERE of.value IS NOT NULL
), place AS (
    SELECT station_id, part, weight,
           rank() OVER (PARTITION BY center_id, part ORDER BY value) - 1 AS below,
           count(*) OVER (PARTITION BY center_id, part, value) - 1 AS beside,
           count(*) OVER (PARTITION BY center_id, part) - 1 AS others
      FROM part
), percentile AS (
    SELECT station_id, part, weight,
           CASE WHEN others = 0 THEN 50 ELSE round(100 * (below + beside / 2.0) / others, 2) END AS points
      FROM place
), scored AS (
    SELECT station_id, round(sum(weight * points) / sum(weight), 2) AS score,
           max(points) FILTER (WHERE part = 'turnover') AS turnover_percentile,
           max(points) FILTER (WHERE part = 'orders') AS orders_percentile,
           max(points) FILTER (WHERE part = 'villagers') AS villagers_percentile,
           max(points) FILTER (WHERE part = 'parcels') AS parcels_percentile,
           max(points) FILTER (WHERE part = 'complaints') AS complaints_percentile
      FROM percentile GROUP BY station_id
)
INSERT INTO orders_stationlevel AS known (
    of_id, station_id, center_id, partner_id, households, turnover, orders, villagers, parcels,
    parcels_in_time, complaints, turnover_percentile, orders_percentile, villagers_percentile,
    parcels_percentile, complaints_percentile, score, rank, compared, bound_id)
SELECT %(month)s, station_id, center_id, partner_id, households, turnover, orders, villagers, parcels,
       in_time, complaints, turnover_percentile, orders_percentile, villagers_percentile, parcels_percentile,
       complaints_percentile, score, rank() OVER (PARTITION BY center_id ORDER BY score DESC),
       count(*) OVER (PARTITION BY center_id),
       (SELECT b.id FROM orders_levelbound b WHERE b.rule_id = %(rule)s AND b.least <= score
         ORDER BY b.least DESC LIMIT 1)
  FROM fact JOIN scored USING (station_id)
 ORDER BY station_id
ON CONFLICT (of_id, station_id) DO UPDATE SET
    center_id = excluded.center_id, partner_id = excluded.partner_id, households = excluded.households,
    turnover = excluded.turnover, orders = excluded.orders, villagers = excluded.villagers,
    parcels = excluded.parcels, parcels_in_time = excluded.parcels_in_time,
    complaints = excluded.complaints, turnover_percentile = excluded.turnover_percentile,
    orders_percentile = excluded.orders_percentile, villagers_percentile = excluded.villagers_percentile,
    parcels_percentile = excluded.parcels_percentile,
    complaints_percentile = excluded.complaints_percentile, score = excluded.score, rank = excluded.rank,
    compared = excluded.compared, bound_id = excluded.bound_id
"""
