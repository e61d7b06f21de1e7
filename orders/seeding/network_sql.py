"""The statements of `network`, in their order. Parameters: `network._values`."""

# Letters of the provinces as they stand in station codes.
_LETTERS = """(VALUES
    ('11','BJ'),('12','TJ'),('13','HE'),('14','SX'),('15','NM'),('21','LN'),('22','JL'),('23','HL'),('31','SH'),
    ('32','JS'),('33','ZJ'),('34','AH'),('35','FJ'),('36','JX'),('37','SD'),('41','HA'),('42','HB'),('43','HN'),
    ('44','GD'),('45','GX'),('46','HI'),('50','CQ'),('51','SC'),('52','GZ'),('53','YN'),('54','XZ'),('61','SN'),
    ('62','GS'),('63','QH'),('64','NX'),('65','XJ')) AS letters (province, pair)"""

_NORMAL = "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文海燕春梅红云林峰宇辉"

# The 22 provinces with the most counties that have room, then counties in turn (domain, section 1).
CENTERS = f"""
CREATE TEMP TABLE seeded_center AS
WITH room AS (
    SELECT left(code, 6) AS county FROM stations_region WHERE level = 12
    GROUP BY 1 HAVING count(*) >= %(per_county)s
), free AS (
    SELECT r.code AS county, r.name, left(r.code, 2) AS province
    FROM stations_region r JOIN room ON room.county = r.code
    WHERE NOT EXISTS (SELECT FROM stations_countycenter c WHERE c.county_id = r.code)
), provinces AS (
    SELECT province FROM free GROUP BY province ORDER BY count(*) DESC, province LIMIT 22
), dealt AS (
    SELECT free.*, row_number() OVER (PARTITION BY province ORDER BY md5(county)) AS turn
    FROM free JOIN provinces USING (province)
), taken AS (
    SELECT *, row_number() OVER (ORDER BY turn, province) AS rank FROM dealt
)
SELECT nextval(pg_get_serial_sequence('stations_countycenter', 'id')) AS id, county, name, province, rank,
       pair || chr(65 + serial / 676) || chr(65 + serial / 26 %% 26) || chr(65 + serial %% 26) AS code
FROM taken JOIN {_LETTERS} USING (province)
CROSS JOIN LATERAL (
    SELECT (rank - 1 + (SELECT count(*) FROM stations_countycenter WHERE code ~ '^[A-Z]{{5}}$'))::int
) AS s (serial)
WHERE rank <= %(counties)s;
"""

INSERT_CENTERS = """
INSERT INTO stations_countycenter
    (id, county_id, code, name, agreement_date, opening_date, address, phone, status)
SELECT id, county, code, name || '运营中心', %(day)s::date - 200, %(day)s::date - 150, '', '', 'operating'
FROM seeded_center
"""

STATIONS = """
CREATE TEMP TABLE seeded_station AS
WITH village AS (
    SELECT c.id AS center_id, c.code AS center, c.rank, v.code AS village, v.name,
           row_number() OVER (PARTITION BY c.id ORDER BY md5(v.code)) AS number
    FROM seeded_center c JOIN stations_region v
         ON v.code >= c.county || '000000' AND v.code < c.county || ':' AND v.level = 12
)
SELECT nextval(pg_get_serial_sequence('stations_station', 'id')) AS id,
       nextval(pg_get_serial_sequence('partners_partner', 'id')) AS partner_id,
       center_id, center || lpad(number::text, 3, '0') AS code, village,
       regexp_replace(regexp_replace(name, '村?(村民委员会|村委会|民委员会|民委会)$', '村'),
                      '(社区)?(居民委员会|居委会)$', '社区') AS name,
       %(day)s::date - 5 - (random() * 140)::int AS opened_on, 0::bigint AS fen, 0 AS orders
FROM village
WHERE number <= %(stations)s / %(counties)s + (rank <= %(stations)s %% %(counties)s)::int
"""

INSERT_STATIONS = """
INSERT INTO stations_station (id, code, name, village_id, center_id, address, status, opened_on)
SELECT id, code, name, village, center_id, '', 'open', opened_on FROM seeded_station
"""

INSERT_PARTNERS = f"""
INSERT INTO partners_partner
    (id, name, phone, identity_number, identity_fingerprint, returning_youth, center_id)
SELECT partner_id,
       substr('{_SURNAMES}', 1 + (random() * {len(_SURNAMES) - 1})::int, 1)
           || substr('{_GIVEN}', 1 + (random() * {len(_GIVEN) - 1})::int, 1)
           || substr('{_GIVEN}', 1 + (random() * {len(_GIVEN) - 1})::int, 1),
       '17' || lpad((partner_id %% 1000000000)::text, 9, '0'), '', '', random() < 0.6, center_id
FROM seeded_station
"""

INSERT_TENURES = """
INSERT INTO partners_tenure (partner_id, station_id, starts_on, mode)
SELECT partner_id, id, opened_on, CASE WHEN random() < 0.6 THEN '2.0' ELSE '1.0' END FROM seeded_station
"""

# Log-normal, median 18,000 and sigma 1.06, then scaled: the sum is the turnover to the fen.
TURNOVER = f"""
WITH shape AS (
    SELECT id, exp(1.06 * {_NORMAL}) AS weight FROM seeded_station
), share AS (
    SELECT id, weight, greatest(floor(%(fen)s * weight / sum(weight) OVER ())::bigint, 1000) AS fen FROM shape
), exact AS (
    -- What rounding leaves goes to the largest station.
    SELECT id, fen + CASE WHEN row_number() OVER (ORDER BY weight DESC) = 1
                          THEN %(fen)s - sum(fen) OVER () ELSE 0 END AS fen
    FROM share
)
UPDATE seeded_station s
SET fen = exact.fen, orders = greatest(1, round(exact.fen::numeric / %(mean_fen)s))::int
FROM exact WHERE exact.id = s.id
"""

INSERT_VILLAGERS = f"""
INSERT INTO orders_villager (station_id, name, phone, consented_at, created_at)
SELECT s.id,
       substr('{_SURNAMES}', 1 + (random() * {len(_SURNAMES) - 1})::int, 1)
           || substr('{_GIVEN}', 1 + (random() * {len(_GIVEN) - 1})::int, 1),
       '16' || lpad(((s.id * 1000 + n) %% 1000000000)::text, 9, '0'),
       %(midnight)s::timestamptz - interval '10 days', now()
FROM seeded_station s CROSS JOIN generate_series(0, least(%(villagers)s, s.orders) - 1) AS n
-- They came to all stations by and by, not to one station after the other.
ORDER BY n, s.id
"""

# Value shares of domain section 4 over mean prices give how often each category is ordered:
# category, cumulated share of orders, mean price in fen, a title.
_CATEGORIES = """(VALUES
    ('large_appliances', 0.0324, 140000, '冰箱 206升'), ('clothing', 0.2216, 12000, '羽绒服'),
    ('shoes_bags', 0.2799, 13000, '棉鞋'), ('daily_goods', 0.5827, 6000, '四件套'),
    ('small_appliances', 0.6584, 20000, '电饭煲'), ('phones', 0.6752, 90000, '智能手机'),
    ('food', 0.9175, 5000, '坚果礼盒'), ('mother_baby', 0.9680, 15000, '奶粉'),
    ('furniture', 0.9771, 50000, '实木餐椅'), ('farm_inputs', 0.9953, 10000, '复合肥'),
    ('tools', 1.0001, 30000, '电动扳手')) AS categories (category, up_to, price, title)"""

# Share of the day by the hour: midnight, then the morning when the stations are full.
_HOURS = """ARRAY[0.034, 0.12, 0.14, 0.15, 0.155, 0.16, 0.165, 0.18, 0.21, 0.27, 0.39, 0.49, 0.55, 0.60,
    0.645, 0.685, 0.725, 0.76, 0.79, 0.82, 0.855, 0.89, 0.925, 0.965]::float8[]"""

ORDERS = f"""
CREATE TEMP TABLE seeded_order AS
WITH drawn AS (
    SELECT s.id AS station_id, s.center_id, s.partner_id, s.fen AS station_fen, n AS number,
           random() AS which, exp(0.5 * {_NORMAL}) AS size, random() AS hour_at, random() AS second_at,
           (random() * 55)::int + 3 AS pays_after
    FROM seeded_station s CROSS JOIN generate_series(1, s.orders) AS n
), priced AS (
    SELECT d.*, c.category, c.title, c.price * size AS raw
    FROM drawn d
    JOIN LATERAL (SELECT * FROM {_CATEGORIES} WHERE d.which < up_to ORDER BY up_to LIMIT 1) c ON true
), scaled AS (
    SELECT *, greatest(1, floor(station_fen * raw / sum(raw) OVER (PARTITION BY station_id))::bigint) AS fen
    FROM priced
), exact AS (
    SELECT *, station_fen - sum(fen) OVER (PARTITION BY station_id) AS left_over,
           row_number() OVER (PARTITION BY station_id ORDER BY raw DESC) AS by_size
    FROM scaled
)
SELECT nextval(pg_get_serial_sequence('orders_agentorder', 'id')) AS id,
       station_id, center_id, partner_id, number, category, title,
       (fen + CASE WHEN by_size = 1 THEN left_over ELSE 0 END) / 100.0 AS amount,
       at.placed_at, least(at.placed_at + pays_after * interval '1 second',
                           %(midnight)s::timestamptz + interval '86399 seconds') AS paid_at
FROM exact CROSS JOIN LATERAL (
    -- Bucket 0 is the first eight minutes: 10 million yuan of 293.
    SELECT width_bucket(hour_at, {_HOURS}) AS bucket
) AS b CROSS JOIN LATERAL (
    SELECT %(midnight)s::timestamptz + CASE WHEN bucket = 0 THEN second_at * interval '480 seconds'
        WHEN bucket = 1 THEN interval '480 seconds' + second_at * interval '3120 seconds'
        ELSE (bucket - 1) * interval '1 hour' + second_at * interval '3600 seconds' END AS placed_at
) AS at
ORDER BY at.placed_at
"""

INSERT_ORDERS = """
INSERT INTO orders_agentorder
    (id, station_id, villager_id, platform, platform_order_no, pay_when, pay_how, status, amount, refunded,
     pickup_code, created_at, placed_at, paid_at)
SELECT o.id, o.station_id, v.villager_ids[1 + o.number %% cardinality(v.villager_ids)], 'taobao', 'S' || o.id,
       'now', 'own_account', 'paid', o.amount, 0,
       -- 7919 shares no factor with a million: every order of a station has its own code.
       lpad((o.number::bigint * 7919 %% 1000000)::text, 6, '0'), now(), o.placed_at, o.paid_at
FROM seeded_order o JOIN (
    SELECT station_id, array_agg(v.id) AS villager_ids
    FROM orders_villager v JOIN seeded_station s ON s.id = v.station_id GROUP BY station_id
) AS v USING (station_id)
"""

INSERT_LINES = """
INSERT INTO orders_agentorderline
    (order_id, line_no, title, category, quantity, unit_price, amount, refunded)
SELECT id, 1, title, category, 1, amount, amount, 0 FROM seeded_order
"""

INSERT_CHANGES = """
INSERT INTO orders_agentorderchange (order_id, before, after, at, reason)
SELECT id, 'draft', 'placed', placed_at, '' FROM seeded_order
UNION ALL
SELECT id, 'placed', 'paid', paid_at, '' FROM seeded_order
"""

# In the order in which it happened, as on the night itself.
INSERT_JOURNAL = """
INSERT INTO partners_activity
    (partner_id, station_id, center_id, business, kind, category, amount, orders, category_orders,
     business_date, occurred_at, turnover_at, subject, source_key, recorded_at)
SELECT partner_id, station_id, center_id, 'agent_order', kind, category, amount, 1, 1,
       %(day)s::date, at, at, 'agent-order:' || id, 'agent-order:' || id || ':' || kind || ':' || category,
       now()
FROM seeded_order CROSS JOIN LATERAL (VALUES ('placed', placed_at), ('paid', paid_at)) AS step (kind, at)
ORDER BY at
"""

INSERT_PENDING = """
INSERT INTO partners_pendingactivity (consumer, activity_id)
SELECT consumer, a.id
FROM partners_activity a JOIN seeded_order o ON a.subject = 'agent-order:' || o.id
JOIN (VALUES ('turnover', 'placed'), ('turnover', 'paid'), ('income', 'paid')) AS waits (consumer, kind)
     USING (kind)
"""

STEPS = (
    ("counties chosen", CENTERS),
    ("county centers", INSERT_CENTERS),
    ("villages chosen", STATIONS),
    ("stations", INSERT_STATIONS),
    ("partners", INSERT_PARTNERS),
    ("tenures", INSERT_TENURES),
    ("shares of the turnover", TURNOVER),
    ("villagers", INSERT_VILLAGERS),
    ("orders drawn", ORDERS),
    ("orders", INSERT_ORDERS),
    ("order lines", INSERT_LINES),
    ("log of orders", INSERT_CHANGES),
    ("journal", INSERT_JOURNAL),
    ("pending rows", INSERT_PENDING),
)
DROP = "DROP TABLE seeded_order, seeded_station, seeded_center"
WRITTEN = (
    "stations_countycenter",
    "stations_station",
    "partners_partner",
    "partners_tenure",
    "orders_villager",
    "orders_agentorder",
    "orders_agentorderline",
    "orders_agentorderchange",
    "partners_activity",
    "partners_pendingactivity",
)
