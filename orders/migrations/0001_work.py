import datetime
from decimal import Decimal

import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.math
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import orders.festivals.models
import orders.produce.codes
import partners.people.identity

# Rows are added to again and again: room on the page lets an update stay off the indexes (HOT).
TABLES = (
    "orders_stationturnover",
    "orders_stationday",
    "orders_centerminute",
    "orders_centerhour",
    "orders_centercategoryhour",
)
LEAVE_ROOM = [f"ALTER TABLE {table} SET (fillfactor = 60)" for table in TABLES]
FILL = [f"ALTER TABLE {table} RESET (fillfactor)" for table in TABLES]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partners", "0001_people"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("stations", "0001_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="imports/%Y/%m/", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                (
                    "dry_run",
                    models.BooleanField(
                        default=True,
                        help_text="Only say what would happen; nothing is written.",
                        verbose_name="dry run",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "in progress"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="rows")),
                ("accepted", models.PositiveIntegerField(null=True, verbose_name="accepted")),
                ("advanced", models.PositiveIntegerField(null=True, verbose_name="advanced")),
                ("known", models.PositiveIntegerField(null=True, verbose_name="already known")),
                ("refused", models.PositiveIntegerField(null=True, verbose_name="refused")),
                ("refusals", models.JSONField(default=list)),
                ("error", models.TextField(blank=True, verbose_name="what is wrong with the file")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="given at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                (
                    "skip_bad",
                    models.BooleanField(
                        default=False,
                        help_text="Import the rest. Otherwise one refused row keeps the whole file out.",
                        verbose_name="skip refused orders",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of orders",
                "verbose_name_plural": "imports of orders",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["id"], name="order_import_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Villager",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villagers",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        max_length=11,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1\\d{10}$", "A mobile number has 11 digits and begins with 1."
                            )
                        ],
                        verbose_name="mobile number",
                    ),
                ),
                (
                    "consented_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the villager said yes.",
                        null=True,
                        verbose_name="agreed to be kept on file",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="erased at")),
            ],
            options={
                "verbose_name": "villager",
                "verbose_name_plural": "villagers",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("station", "phone"),
                        name="villager_phone_once_per_station",
                        violation_error_message="This number is known at the station already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("erased_at__isnull", True), ("phone__isnull", False)),
                            models.Q(("erased_at__isnull", False), ("name", "—"), ("phone__isnull", True)),
                            _connector="OR",
                        ),
                        name="villager_erased_leaves_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgentOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agent_orders",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "villager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agent_orders",
                        to="orders.villager",
                        verbose_name="villager",
                    ),
                ),
                ("platform", models.CharField(default="taobao", max_length=20, verbose_name="platform")),
                (
                    "platform_order_no",
                    models.CharField(blank=True, max_length=40, verbose_name="platform order number"),
                ),
                (
                    "pay_when",
                    models.CharField(
                        choices=[("now", "now"), ("on_arrival", "on arrival")],
                        default="now",
                        max_length=12,
                        verbose_name="paid when",
                    ),
                ),
                (
                    "pay_how",
                    models.CharField(
                        choices=[
                            ("cash", "cash at the station"),
                            ("own_account", "the villager's own account"),
                        ],
                        default="cash",
                        max_length=12,
                        verbose_name="paid how",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("placed", "placed"),
                            ("paid", "paid"),
                            ("shipped", "shipped"),
                            ("at_county", "at the county center"),
                            ("at_station", "at the station"),
                            ("handed_over", "handed over"),
                            ("cancelled", "cancelled"),
                            ("partly_refunded", "partly refunded"),
                            ("refunded", "refunded"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "refunded",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="refunded"),
                ),
                ("pickup_code", models.CharField(blank=True, max_length=6, verbose_name="pick-up code")),
                (
                    "wrong_codes",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="wrong codes"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                ("placed_at", models.DateTimeField(blank=True, null=True, verbose_name="placed at")),
                ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="paid at")),
                (
                    "arrived_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="arrived at the station at"),
                ),
                (
                    "handed_over_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed over at"),
                ),
            ],
            options={
                "verbose_name": "agent order",
                "verbose_name_plural": "agent orders",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["station", "status", "-id"], name="agent_order_station_status"),
                    models.Index(fields=["placed_at"], name="agent_order_placed_at"),
                    models.Index(
                        condition=models.Q(
                            ("paid_at__isnull", True),
                            ("status__in", ["placed", "shipped", "at_county", "at_station"]),
                        ),
                        fields=["station", "placed_at"],
                        name="agent_order_unpaid",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("platform_order_no", ""), _negated=True),
                        fields=("platform", "platform_order_no"),
                        name="agent_order_platform_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ("placed", "paid", "shipped", "at_county", "at_station")),
                            models.Q(("pickup_code", ""), _negated=True),
                        ),
                        fields=("station", "pickup_code"),
                        name="agent_order_pickup_code_once_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                        name="agent_order_refund_within_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="agent_order_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refunded", 0), ("paid_at__isnull", False), _connector="OR"),
                        name="agent_order_only_paid_money_comes_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["handed_over", "partly_refunded"]), _negated=True),
                            models.Q(("handed_over_at__isnull", False), ("paid_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="agent_order_handed_over_is_paid",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agentorder",
            trigger=pgtrigger.compiler.Trigger(
                name="order_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{at_county:at_station,at_county:cancelled,at_county:handed_over,at_county:refunded,at_station:cancelled,at_station:handed_over,at_station:refunded,draft:cancelled,draft:placed,handed_over:partly_refunded,handed_over:refunded,paid:cancelled,paid:handed_over,paid:refunded,paid:shipped,partly_refunded:refunded,placed:cancelled,placed:paid,placed:shipped,shipped:at_county,shipped:at_station,shipped:cancelled,shipped:handed_over,shipped:refunded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e625ec917e7cec387f689ef24d24eadc7716b288",
                    operation="UPDATE",
                    pgid="pgtrigger_order_lifecycle_01dbc",
                    table="orders_agentorder",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AgentOrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.agentorder",
                        verbose_name="agent order",
                    ),
                ),
                ("line_no", models.PositiveSmallIntegerField(verbose_name="line")),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("large_appliances", "large appliances and TV"),
                            ("small_appliances", "small appliances"),
                            ("phones", "phones and digital"),
                            ("clothing", "clothing"),
                            ("shoes_bags", "shoes and bags"),
                            ("daily_goods", "daily goods and bedding"),
                            ("food", "food"),
                            ("mother_baby", "mother and baby"),
                            ("furniture", "furniture"),
                            ("farm_inputs", "farm inputs"),
                            ("tools", "tools and e-bikes"),
                        ],
                        max_length=24,
                        verbose_name="category",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                (
                    "unit_price",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="unit price"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "refunded",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="refunded"),
                ),
            ],
            options={
                "verbose_name": "order line",
                "verbose_name_plural": "order lines",
                "ordering": ["order", "line_no"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "line_no"), name="order_line_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                        name="order_line_refund_within_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("quantity__gt", 0), ("unit_price__gte", 0)),
                        name="order_line_amounts_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderRefund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="orders.agentorderline",
                        verbose_name="order line",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "refund",
                "verbose_name_plural": "refunds",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_positive")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderrefund",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="218f2aca062af534b54cb83f84cd5a50f6d49c72",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1dc0c",
                    table="orders_orderrefund",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AgentOrderChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="orders.agentorder",
                        verbose_name="agent order",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("placed", "placed"),
                            ("paid", "paid"),
                            ("shipped", "shipped"),
                            ("at_county", "at the county center"),
                            ("at_station", "at the station"),
                            ("handed_over", "handed over"),
                            ("cancelled", "cancelled"),
                            ("partly_refunded", "partly refunded"),
                            ("refunded", "refunded"),
                        ],
                        max_length=16,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("placed", "placed"),
                            ("paid", "paid"),
                            ("shipped", "shipped"),
                            ("at_county", "at the county center"),
                            ("at_station", "at the station"),
                            ("handed_over", "handed over"),
                            ("cancelled", "cancelled"),
                            ("partly_refunded", "partly refunded"),
                            ("refunded", "refunded"),
                        ],
                        max_length=16,
                        verbose_name="after",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "change of an order",
                "verbose_name_plural": "changes of orders",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agentorderchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b3f53b48ae55ef7cb00c0ce2062bcd0469237e2d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_abe70",
                    table="orders_agentorderchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Drawer",
            fields=[
                (
                    "station",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="drawer",
                        serialize=False,
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="in the drawer"
                    ),
                ),
                (
                    "promised",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="kept for withdrawals"
                    ),
                ),
                ("closed_through", models.DateField(blank=True, null=True, verbose_name="closed up to")),
            ],
            options={
                "verbose_name": "cash drawer",
                "verbose_name_plural": "cash drawers",
                "ordering": ["station__code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", models.F("promised")), ("promised__gte", 0)),
                        name="drawer_holds_what_it_promised",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CashMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash_movements",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order_paid", "agent order paid in cash"),
                            ("order_refunded", "refund of an agent order"),
                            ("service_taken", "service paid in cash"),
                            ("service_back", "money of a service given back"),
                            ("withdrawal", "cash withdrawal"),
                            ("withdrawal_back", "cash withdrawal taken back"),
                            ("parcel_fee", "parcel fee"),
                            ("parcel_fee_back", "parcel fee given back"),
                            ("produce_paid", "produce paid to the farmer"),
                            ("produce_back", "produce money back from the farmer"),
                            ("banked", "taken to the bank"),
                            ("put_in", "own cash put in"),
                            ("taken_out", "own cash taken out"),
                            ("counted", "difference found by counting"),
                            ("opening", "before the drawer was counted"),
                        ],
                        max_length=16,
                        verbose_name="what",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("business_date", models.DateField(verbose_name="business date")),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                ("subject", models.CharField(blank=True, max_length=40, verbose_name="subject")),
                ("source_key", models.CharField(max_length=80, verbose_name="source key")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "movement of cash",
                "verbose_name_plural": "movements of cash",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["station", "business_date", "-id"], name="cash_station_day"),
                    models.Index(fields=["subject"], name="cash_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source_key",), name="cash_source_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0),
                                (
                                    "kind__in",
                                    (
                                        "order_paid",
                                        "service_taken",
                                        "withdrawal_back",
                                        "parcel_fee",
                                        "produce_back",
                                        "put_in",
                                    ),
                                ),
                            ),
                            models.Q(
                                ("amount__lt", 0),
                                (
                                    "kind__in",
                                    (
                                        "order_refunded",
                                        "service_back",
                                        "withdrawal",
                                        "parcel_fee_back",
                                        "produce_paid",
                                        "banked",
                                        "taken_out",
                                    ),
                                ),
                            ),
                            models.Q(
                                ("kind__in", ["counted", "opening"]), models.Q(("amount", 0), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="cash_sign_fits_kind",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashmovement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dcb8841705bb634cc859ae39b137036a8baf613e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fcca3",
                    table="orders_cashmovement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashmovement",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_day_takes_nothing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (SELECT FROM orders_drawer d WHERE d.station_id = NEW.station_id\n                               AND NEW.business_date <= d.closed_through) THEN\n                        RAISE EXCEPTION 'the cash of this day is closed';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="ccc75d1796cf109a0b51f7951b1ce1c724072cfa",
                    operation="INSERT",
                    pgid="pgtrigger_closed_day_takes_nothing_880b4",
                    table="orders_cashmovement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CashDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash_days",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "opening_counted",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="opening cash"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened at")),
                (
                    "expected",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="cash expected"
                    ),
                ),
                (
                    "counted",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="cash counted"
                    ),
                ),
                (
                    "parcels_expected",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="parcels expected"),
                ),
                (
                    "parcels_counted",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="parcels counted"),
                ),
                (
                    "float_balance",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="float"
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason of the difference"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
            ],
            options={
                "verbose_name": "day of a drawer",
                "verbose_name_plural": "days of drawers",
                "ordering": ["-day", "station__code"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["day"],
                        name="cash_day_not_closed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "day"), name="cash_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("counted__isnull", True),
                                ("expected__isnull", True),
                                ("parcels_counted__isnull", True),
                                ("parcels_expected__isnull", True),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("counted__gte", 0),
                                ("expected__isnull", False),
                                ("parcels_counted__isnull", False),
                                ("parcels_expected__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cash_day_closed_with_its_count",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(
                                ("counted", models.F("expected")),
                                ("parcels_counted", models.F("parcels_expected")),
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cash_day_difference_has_a_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashday",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="75da5961d35d055a7f75b95930c3514d575820e0",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_once_01430",
                    table="orders_cashday",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashday",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="947b12233a6112d4075793b1477a9d87e68464eb",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_6062c",
                    table="orders_cashday",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="WithdrawalLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="a card and day"),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "verbose_name": "limit of cash withdrawals",
                "verbose_name_plural": "limits of cash withdrawals",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="withdrawal_limit_positive"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    "valid_from", "valid_to", models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            )
                        ],
                        name="withdrawal_limit_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="withdrawal_limit_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GatewayState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="service gateway")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="failures in a row")),
                ("open_until", models.DateTimeField(blank=True, null=True, verbose_name="not called until")),
                ("busy_until", models.DateTimeField(blank=True, null=True, verbose_name="worked at until")),
                ("last_trouble", models.CharField(blank=True, max_length=100, verbose_name="last trouble")),
                (
                    "last_answer_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last answer at"),
                ),
            ],
            options={
                "verbose_name": "service gateway",
                "verbose_name_plural": "service gateways",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="ServiceSwitch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_switches",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mobile", "mobile top-up"),
                            ("internet", "Internet access"),
                            ("electricity", "electricity bill"),
                            ("water", "water bill"),
                            ("gas", "gas bill"),
                            ("television", "television bill"),
                            ("train", "train ticket"),
                            ("air", "air ticket"),
                            ("hotel", "hotel room"),
                            ("withdrawal", "small cash withdrawal"),
                            ("registration", "hospital registration"),
                            ("medicine", "medicine pick-up"),
                            ("diagnosis", "remote diagnosis"),
                        ],
                        max_length=16,
                        verbose_name="service",
                    ),
                ),
                ("on", models.BooleanField(verbose_name="offered")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="since")),
            ],
            options={
                "verbose_name": "service of a county",
                "verbose_name_plural": "services of the counties",
                "ordering": ["center", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "kind"), name="service_switch_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mobile", "mobile top-up"),
                            ("internet", "Internet access"),
                            ("electricity", "electricity bill"),
                            ("water", "water bill"),
                            ("gas", "gas bill"),
                            ("television", "television bill"),
                            ("train", "train ticket"),
                            ("air", "air ticket"),
                            ("hotel", "hotel room"),
                            ("withdrawal", "small cash withdrawal"),
                            ("registration", "hospital registration"),
                            ("medicine", "medicine pick-up"),
                            ("diagnosis", "remote diagnosis"),
                        ],
                        max_length=16,
                        verbose_name="service",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: everywhere.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_fees",
                        to="stations.countycenter",
                        verbose_name="only in this county",
                    ),
                ),
                (
                    "fee",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="fee",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "verbose_name": "service fee",
                "verbose_name_plural": "service fees",
                "ordering": ["kind", "center", "-valid_from"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            (
                                django.db.models.functions.comparison.Coalesce(
                                    "center", models.Value(0, models.BigIntegerField())
                                ),
                                "=",
                            ),
                            (
                                models.Func(
                                    "valid_from", "valid_to", models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="service_fee_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee__gte", 0)), name="service_fee_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="service_fee_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CounterService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counter_services",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mobile", "mobile top-up"),
                            ("internet", "Internet access"),
                            ("electricity", "electricity bill"),
                            ("water", "water bill"),
                            ("gas", "gas bill"),
                            ("television", "television bill"),
                            ("train", "train ticket"),
                            ("air", "air ticket"),
                            ("hotel", "hotel room"),
                            ("withdrawal", "small cash withdrawal"),
                            ("registration", "hospital registration"),
                            ("medicine", "medicine pick-up"),
                            ("diagnosis", "remote diagnosis"),
                        ],
                        max_length=16,
                        verbose_name="service",
                    ),
                ),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                ("secrets", partners.people.identity.EncryptedCharField(blank=True, default="")),
                ("card_print", models.CharField(blank=True, default="", max_length=64)),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="what")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("fee", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="fee")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "not confirmed"),
                            ("cancelled", "not wanted"),
                            ("charged", "waiting to be sent"),
                            ("submitting", "being sent"),
                            ("unknown", "being checked"),
                            ("succeeded", "done"),
                            ("failed", "failed"),
                            ("refunded", "money given back"),
                            ("suspense", "to be settled by the county"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                ("held", models.BooleanField(default=False, verbose_name="money held")),
                (
                    "quoted_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="price holds until"),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=64, verbose_name="gateway's reference"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                ("charged_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                ("succeeded_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="tried next at")),
                ("tries", models.PositiveIntegerField(default=0, verbose_name="tries")),
            ],
            options={
                "verbose_name": "counter service",
                "verbose_name_plural": "counter services",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["station", "-id"], name="service_station"),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="service_due"
                    ),
                    models.Index(
                        condition=models.Q(("card_print", ""), _negated=True),
                        fields=["card_print", "charged_at"],
                        name="service_card_day",
                    ),
                    models.Index(
                        condition=models.Q(("status", "succeeded")),
                        fields=["succeeded_at"],
                        name="service_succeeded",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("fee__gte", 0)), name="service_amounts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("held", False), ("status__in", ["draft", "cancelled", "failed", "refunded"])
                            ),
                            models.Q(
                                ("held", True),
                                ("status__in", ["charged", "submitting", "unknown", "succeeded"]),
                            ),
                            ("status", "suspense"),
                            _connector="OR",
                        ),
                        name="service_money_fits_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "succeeded"), _negated=True),
                            models.Q(("charged_at__isnull", False), ("succeeded_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="service_success_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False),
                                ("status__in", ("charged", "submitting", "unknown")),
                            ),
                            models.Q(
                                models.Q(("status__in", ("charged", "submitting", "unknown")), _negated=True),
                                ("due_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="service_is_due_while_open",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="counterservice",
            trigger=pgtrigger.compiler.Trigger(
                name="service_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{charged:refunded,charged:submitting,draft:cancelled,draft:charged,failed:refunded,failed:suspense,refunded:suspense,submitting:failed,submitting:succeeded,submitting:suspense,submitting:unknown,succeeded:refunded,suspense:refunded,suspense:succeeded,unknown:failed,unknown:succeeded,unknown:suspense}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="7c723520e9cabf13d5ff38ca5d86c1287b4c38f7",
                    operation="UPDATE",
                    pgid="pgtrigger_service_lifecycle_c6d2e",
                    table="orders_counterservice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="counterservice",
            trigger=pgtrigger.compiler.Trigger(
                name="asked_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."card_print" IS DISTINCT FROM (NEW."card_print") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."fee" IS DISTINCT FROM (NEW."fee"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f8fe4ab70f970a054f62575fb54724a6198e7dcf",
                    operation="UPDATE",
                    pgid="pgtrigger_asked_once_f7d7d",
                    table="orders_counterservice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="counterservice",
            trigger=pgtrigger.compiler.Trigger(
                name="details_only_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF (NEW.details IS DISTINCT FROM OLD.details AND NEW.details <> '{}')\n                       OR (NEW.secrets IS DISTINCT FROM OLD.secrets AND NEW.secrets <> '') THEN\n                        RAISE EXCEPTION 'the details of a service are erased, not changed';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="432d5f9e5a3aba91d09a231f7986222169e3dc76",
                    operation="UPDATE",
                    pgid="pgtrigger_details_only_erased_b792a",
                    table="orders_counterservice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="counterservice",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5fa1c71414a22c9a3979bac1117794fe1dc22c6c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_a42bc",
                    table="orders_counterservice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="GatewayCallback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=16, verbose_name="service gateway")),
                ("body", models.BinaryField(verbose_name="body")),
                ("truncated", models.BooleanField(default=False, verbose_name="cut off")),
                ("headers", models.JSONField(default=dict, verbose_name="headers")),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "not judged yet"),
                            ("applied", "taken"),
                            ("repeated", "came before"),
                            ("unsigned", "no valid signature"),
                            ("nonsense", "not understood"),
                            ("orphan", "no such order"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=100, verbose_name="problem")),
                ("event_id", models.CharField(blank=True, max_length=64, verbose_name="event")),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="callbacks",
                        to="orders.counterservice",
                        verbose_name="counter service",
                    ),
                ),
            ],
            options={
                "verbose_name": "callback",
                "verbose_name_plural": "callbacks",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("verdict", "new")), fields=["id"], name="callback_to_judge"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "applied")),
                        fields=("gateway", "event_id"),
                        name="callback_event_applied_once",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gatewaycallback",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_raw",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."gateway" IS DISTINCT FROM (NEW."gateway") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."headers" IS DISTINCT FROM (NEW."headers") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0593a4c2ec970f9f56cb8c90fe3085360fe4d094",
                    operation="UPDATE",
                    pgid="pgtrigger_kept_raw_69c7c",
                    table="orders_gatewaycallback",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gatewaycallback",
            trigger=pgtrigger.compiler.Trigger(
                name="judged_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"verdict\" IS DISTINCT FROM 'new')",
                    func="RAISE EXCEPTION 'this callback has been judged';",
                    hash="e907368fb146dbaa31bd8cb2fb22954fe319400e",
                    operation="UPDATE",
                    pgid="pgtrigger_judged_once_bbfcc",
                    table="orders_gatewaycallback",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gatewaycallback",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="326840ad6d63212a11d7cd76c9aee6923692f22c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8754d",
                    table="orders_gatewaycallback",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ServiceEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="orders.counterservice",
                        verbose_name="counter service",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("counter", "at the counter"),
                            ("clock", "by the clock"),
                            ("submit", "answer"),
                            ("query", "asked again"),
                            ("callback", "callback"),
                            ("statement", "statement"),
                            ("desk", "by the county"),
                        ],
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "not confirmed"),
                            ("cancelled", "not wanted"),
                            ("charged", "waiting to be sent"),
                            ("submitting", "being sent"),
                            ("unknown", "being checked"),
                            ("succeeded", "done"),
                            ("failed", "failed"),
                            ("refunded", "money given back"),
                            ("suspense", "to be settled by the county"),
                        ],
                        max_length=16,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "not confirmed"),
                            ("cancelled", "not wanted"),
                            ("charged", "waiting to be sent"),
                            ("submitting", "being sent"),
                            ("unknown", "being checked"),
                            ("succeeded", "done"),
                            ("failed", "failed"),
                            ("refunded", "money given back"),
                            ("suspense", "to be settled by the county"),
                        ],
                        max_length=16,
                        verbose_name="after",
                    ),
                ),
                (
                    "drawer",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="into the drawer"
                    ),
                ),
                (
                    "floating",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="into the float"
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=200, verbose_name="what was said")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "event of a service",
                "verbose_name_plural": "events of services",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="serviceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c7c501dd43531a02ecf4415320f632ece5139017",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c5051",
                    table="orders_serviceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=16, verbose_name="service gateway")),
                ("day", models.DateField(verbose_name="day")),
                ("lines", models.PositiveIntegerField(default=0, verbose_name="lines of the statement")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="their sum"),
                ),
                ("our_rows", models.PositiveIntegerField(default=0, verbose_name="our rows")),
                (
                    "our_amount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="our sum"),
                ),
                (
                    "other_days",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="ours of other days"
                    ),
                ),
                ("trouble", models.CharField(blank=True, max_length=100, verbose_name="trouble")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
            ],
            options={
                "verbose_name": "reconciliation",
                "verbose_name_plural": "reconciliations",
                "ordering": ["-day", "gateway"],
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "day"), name="reconciliation_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Discrepancy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reconciliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discrepancies",
                        to="orders.reconciliation",
                        verbose_name="reconciliation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing", "missing in the statement"),
                            ("extra", "not ours, or not done with us"),
                            ("amount", "different amount"),
                            ("duplicate", "twice in the statement"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("order_no", models.CharField(max_length=32, verbose_name="order number")),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discrepancies",
                        to="orders.counterservice",
                        verbose_name="counter service",
                    ),
                ),
                (
                    "ours",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="our amount"
                    ),
                ),
                (
                    "theirs",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="their amount"
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="found at")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="found last at")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="how it was settled")),
            ],
            options={
                "verbose_name": "discrepancy",
                "verbose_name_plural": "discrepancies",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reconciliation", "kind", "order_no"), name="discrepancy_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at__isnull", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="discrepancy_settled_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Festival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(max_length=60, unique=True, verbose_name="short name in addresses"),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        validators=[orders.festivals.models.full_hour], verbose_name="starts at"
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        help_text="The first moment after it.",
                        validators=[orders.festivals.models.full_hour],
                        verbose_name="ends at",
                    ),
                ),
                (
                    "sales_target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Yuan paid, for the nation.",
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="sales target",
                    ),
                ),
            ],
            options={
                "verbose_name": "festival",
                "verbose_name_plural": "festivals",
                "ordering": ["-starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="festival_ends_after_it_starts",
                        violation_error_message="A festival cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_at"), "+", models.Value(datetime.timedelta(days=31))
                                ),
                            )
                        ),
                        name="festival_of_31_days_at_most",
                        violation_error_message="A festival lasts at most 31 days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.F("starts_at"),
                                    output_field=models.DecimalField(),
                                    template="MOD(EXTRACT(EPOCH FROM %(expressions)s), 3600)",
                                ),
                                models.Value(0),
                            ),
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.F("ends_at"),
                                    output_field=models.DecimalField(),
                                    template="MOD(EXTRACT(EPOCH FROM %(expressions)s), 3600)",
                                ),
                                models.Value(0),
                            ),
                        ),
                        name="festival_of_whole_hours",
                        violation_error_message="A festival starts and ends on the full hour.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StationTurnover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "business",
                    models.CharField(
                        choices=[
                            ("agent_order", "agent orders"),
                            ("produce", "produce sold to the city"),
                            ("service", "paid services"),
                            ("parcel", "parcels of the second leg"),
                            ("subsidy", "subsidies and bonuses"),
                        ],
                        max_length=16,
                    ),
                ),
                ("placed_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("placed_orders", models.IntegerField(default=0)),
                ("paid_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("paid_orders", models.IntegerField(default=0)),
                ("net_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("net_orders", models.IntegerField(default=0)),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                    ),
                ),
                ("hour", models.DateTimeField()),
            ],
            options={
                "verbose_name": "turnover of a station",
                "verbose_name_plural": "turnovers of stations",
                "indexes": [models.Index(fields=["station", "hour"], name="station_turnover_of_station")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hour", "business", "center", "station"), name="station_turnover_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StationDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "business",
                    models.CharField(
                        choices=[
                            ("agent_order", "agent orders"),
                            ("produce", "produce sold to the city"),
                            ("service", "paid services"),
                            ("parcel", "parcels of the second leg"),
                            ("subsidy", "subsidies and bonuses"),
                        ],
                        max_length=16,
                    ),
                ),
                ("placed_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("placed_orders", models.IntegerField(default=0)),
                ("paid_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("paid_orders", models.IntegerField(default=0)),
                ("net_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("net_orders", models.IntegerField(default=0)),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                    ),
                ),
                ("day", models.DateField()),
            ],
            options={
                "verbose_name": "turnover of a station by the day",
                "verbose_name_plural": "turnovers of stations by the day",
                "indexes": [models.Index(fields=["station", "day"], name="station_day_of_station")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "business", "center", "station"), name="station_day_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CenterMinute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "business",
                    models.CharField(
                        choices=[
                            ("agent_order", "agent orders"),
                            ("produce", "produce sold to the city"),
                            ("service", "paid services"),
                            ("parcel", "parcels of the second leg"),
                            ("subsidy", "subsidies and bonuses"),
                        ],
                        max_length=16,
                    ),
                ),
                ("placed_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("placed_orders", models.IntegerField(default=0)),
                ("paid_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("paid_orders", models.IntegerField(default=0)),
                ("net_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("net_orders", models.IntegerField(default=0)),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                    ),
                ),
                ("minute", models.DateTimeField()),
            ],
            options={
                "verbose_name": "turnover of a county by the minute",
                "verbose_name_plural": "turnovers of counties by the minute",
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "business", "center"), name="center_minute_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="CenterHour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "business",
                    models.CharField(
                        choices=[
                            ("agent_order", "agent orders"),
                            ("produce", "produce sold to the city"),
                            ("service", "paid services"),
                            ("parcel", "parcels of the second leg"),
                            ("subsidy", "subsidies and bonuses"),
                        ],
                        max_length=16,
                    ),
                ),
                ("placed_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("placed_orders", models.IntegerField(default=0)),
                ("paid_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("paid_orders", models.IntegerField(default=0)),
                ("net_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("net_orders", models.IntegerField(default=0)),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                    ),
                ),
                ("hour", models.DateTimeField()),
            ],
            options={
                "verbose_name": "turnover of a county by the hour",
                "verbose_name_plural": "turnovers of counties by the hour",
                "constraints": [
                    models.UniqueConstraint(fields=("hour", "business", "center"), name="center_hour_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="CenterCategoryHour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "business",
                    models.CharField(
                        choices=[
                            ("agent_order", "agent orders"),
                            ("produce", "produce sold to the city"),
                            ("service", "paid services"),
                            ("parcel", "parcels of the second leg"),
                            ("subsidy", "subsidies and bonuses"),
                        ],
                        max_length=16,
                    ),
                ),
                ("placed_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("placed_orders", models.IntegerField(default=0)),
                ("paid_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("paid_orders", models.IntegerField(default=0)),
                ("net_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("net_orders", models.IntegerField(default=0)),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("large_appliances", "large appliances and TV"),
                            ("small_appliances", "small appliances"),
                            ("phones", "phones and digital"),
                            ("clothing", "clothing"),
                            ("shoes_bags", "shoes and bags"),
                            ("daily_goods", "daily goods and bedding"),
                            ("food", "food"),
                            ("mother_baby", "mother and baby"),
                            ("furniture", "furniture"),
                            ("farm_inputs", "farm inputs"),
                            ("tools", "tools and e-bikes"),
                        ],
                        max_length=24,
                    ),
                ),
                ("hour", models.DateTimeField()),
            ],
            options={
                "verbose_name": "turnover of a county by category",
                "verbose_name_plural": "turnovers of counties by category",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hour", "business", "center", "category"), name="center_category_hour_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParcelFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: everywhere.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcel_fees",
                        to="stations.countycenter",
                        verbose_name="only in this county",
                    ),
                ),
                (
                    "fee",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="parcel fee",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "verbose_name": "parcel fee",
                "verbose_name_plural": "parcel fees",
                "ordering": ["center", "-valid_from"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                django.db.models.functions.comparison.Coalesce(
                                    "center", models.Value(0, models.BigIntegerField())
                                ),
                                "=",
                            ),
                            (
                                models.Func(
                                    "valid_from", "valid_to", models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="parcel_fee_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee__gte", 0)), name="parcel_fee_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parcel_fee_ends_after_it_starts",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcelfee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_parcelfeeevent" ("center_id", "fee", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."center_id", NEW."fee", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="9285e50ae1ab245ef9f2f0f75412652f589ad9fc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e25bc",
                    table="orders_parcelfee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcelfee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_parcelfeeevent" ("center_id", "fee", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."center_id", NEW."fee", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="5c192e918ec947483e9fcbd8e60418751651e241",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2c686",
                    table="orders_parcelfee",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ParcelFeeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.parcelfee",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: everywhere.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.countycenter",
                        verbose_name="only in this county",
                    ),
                ),
                (
                    "fee",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="parcel fee",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Carrier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "carrier",
                "verbose_name_plural": "carriers",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Manifest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manifests",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manifests",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("to_station", "county to station"), ("to_county", "station to county")],
                        default="to_station",
                        max_length=12,
                        verbose_name="way",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manifests",
                        to="orders.carrier",
                        verbose_name="carrier",
                    ),
                ),
                ("driver", models.CharField(blank=True, max_length=60, verbose_name="driver")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("building", "being filled"),
                            ("dispatched", "on the road"),
                            ("received", "received and counted"),
                        ],
                        default="building",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("counted_out", models.PositiveIntegerField(null=True, verbose_name="counted at departure")),
                ("counted_in", models.PositiveIntegerField(null=True, verbose_name="counted at arrival")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="begun at")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                ("dispatched_at", models.DateTimeField(null=True, verbose_name="left at")),
                (
                    "dispatched_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
                ("received_at", models.DateTimeField(null=True, verbose_name="received at")),
                (
                    "received_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
            ],
            options={
                "verbose_name": "manifest",
                "verbose_name_plural": "manifests",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["station", "status"], name="manifest_station_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dispatched_at__isnull", True),
                                ("received_at__isnull", True),
                                ("status", "building"),
                            ),
                            models.Q(
                                ("dispatched_at__isnull", False),
                                ("received_at__isnull", True),
                                ("status", "dispatched"),
                            ),
                            models.Q(
                                ("dispatched_at__isnull", False),
                                ("received_at__isnull", False),
                                ("status", "received"),
                            ),
                            _connector="OR",
                        ),
                        name="manifest_moments_fit_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "received"), _negated=True),
                            models.Q(("counted_in__isnull", False), ("counted_out__isnull", False)),
                            _connector="OR",
                        ),
                        name="manifest_counted_by_both_sides",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "building")),
                        fields=("station", "way"),
                        name="manifest_one_open_list",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="manifest",
            trigger=pgtrigger.compiler.Trigger(
                name="manifest_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{building:dispatched,dispatched:received}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e3e61219f91cbe1b7a9b55add21565076d87e56c",
                    operation="UPDATE",
                    pgid="pgtrigger_manifest_lifecycle_dd535",
                    table="orders_manifest",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="orders.carrier",
                        verbose_name="carrier",
                    ),
                ),
                ("tracking_number", models.CharField(max_length=40, verbose_name="tracking number")),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="orders.agentorder",
                        verbose_name="agent order",
                    ),
                ),
                ("recipient", models.CharField(blank=True, max_length=60, verbose_name="villager")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="mobile number")),
                (
                    "direction",
                    models.CharField(
                        choices=[("down", "to the villager"), ("up", "from the villager")],
                        default="down",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[("small", "small"), ("medium", "medium"), ("large", "large")],
                        default="small",
                        max_length=8,
                        verbose_name="size",
                    ),
                ),
                (
                    "to_the_house",
                    models.BooleanField(
                        default=False,
                        help_text="A large appliance: by appointment, not over the station's counter.",
                        verbose_name="delivered to the house",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("at_county", "at the county center"),
                            ("on_manifest", "on a manifest"),
                            ("at_station", "at the station"),
                            ("handed_over", "handed over"),
                            ("returned", "returned to the sender"),
                            ("lost", "lost"),
                            ("damaged", "damaged"),
                        ],
                        default="expected",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("returning", models.BooleanField(default=False, verbose_name="goes back to the sender")),
                ("pickup_code", models.CharField(blank=True, max_length=6, verbose_name="pick-up code")),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0, verbose_name="wrong codes")),
                (
                    "fee",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="parcel fee"
                    ),
                ),
                (
                    "fee_waived",
                    models.CharField(blank=True, max_length=200, verbose_name="why the fee was waived"),
                ),
                ("hand_overs", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("announced_at", models.DateTimeField(verbose_name="announced at")),
                ("county_at", models.DateTimeField(null=True, verbose_name="at the county center since")),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="at the station since")),
                ("handed_over_at", models.DateTimeField(null=True, verbose_name="handed over at")),
            ],
            options={
                "verbose_name": "parcel",
                "verbose_name_plural": "parcels",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["station", "status", "arrived_at"], name="parcel_station_status"),
                    models.Index(fields=["tracking_number"], name="parcel_tracking_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carrier", "tracking_number"), name="parcel_tracking_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status", "at_station"), models.Q(("pickup_code", ""), _negated=True)
                        ),
                        fields=("station", "pickup_code"),
                        name="parcel_pickup_code_once_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "handed_over"), _negated=True),
                            ("handed_over_at__isnull", False),
                            _connector="OR",
                        ),
                        name="parcel_handed_over_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fee__isnull", True), ("fee_waived", "")),
                            models.Q(
                                ("fee__gte", 0),
                                ("fee_waived", ""),
                                ("hand_overs__gt", 0),
                                ("status", "handed_over"),
                            ),
                            models.Q(
                                ("fee", 0),
                                ("hand_overs__gt", 0),
                                ("status", "handed_over"),
                                models.Q(("fee_waived", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="parcel_fee_of_a_hand_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__isnull", True), ("pickup_code", ""), _connector="OR"),
                        name="parcel_code_is_the_orders",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tracking_number__regex", "^[0-9A-Z-]{5,40}$")),
                        name="parcel_tracking_number_plain",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcel",
            trigger=pgtrigger.compiler.Trigger(
                name="parcel_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{at_county:at_station,at_county:damaged,at_county:handed_over,at_county:lost,at_county:on_manifest,at_county:returned,at_station:at_county,at_station:damaged,at_station:handed_over,at_station:lost,at_station:on_manifest,damaged:handed_over,damaged:returned,expected:at_county,expected:at_station,expected:handed_over,expected:lost,handed_over:at_station,lost:at_county,lost:at_station,on_manifest:at_county,on_manifest:at_station,on_manifest:damaged,on_manifest:handed_over,on_manifest:lost}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="d232650ea40488ee9e3da0dae3ac296bdcc796fb",
                    operation="UPDATE",
                    pgid="pgtrigger_parcel_lifecycle_c466a",
                    table="orders_parcel",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ManifestLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.manifest",
                        verbose_name="manifest",
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="orders.parcel",
                        verbose_name="parcel",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="put on at")),
                ("received_at", models.DateTimeField(null=True, verbose_name="received at")),
            ],
            options={
                "verbose_name": "line of a manifest",
                "verbose_name_plural": "lines of manifests",
                "ordering": ["manifest", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("manifest", "parcel"), name="manifest_line_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("received_at__isnull", True)),
                        fields=("parcel",),
                        name="manifest_line_one_on_the_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParcelEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="orders.parcel",
                        verbose_name="parcel",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("announced", "announced"),
                            ("accepted", "accepted from the villager"),
                            ("at_county", "scanned at the county center"),
                            ("at_station", "scanned at the station"),
                            ("put_on", "put on a manifest"),
                            ("taken_off", "taken off a manifest"),
                            ("handed_over", "handed over"),
                            ("taken_back", "hand-over taken back"),
                            ("sent_back", "to go back to the sender"),
                            ("returned", "given back to the carrier"),
                            ("lost", "found to be lost"),
                            ("damaged", "found to be damaged"),
                            ("wrong_code", "wrong pick-up code"),
                            ("new_code", "new pick-up code"),
                            ("appointment", "appointment made"),
                        ],
                        max_length=12,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("at_county", "at the county center"),
                            ("on_manifest", "on a manifest"),
                            ("at_station", "at the station"),
                            ("handed_over", "handed over"),
                            ("returned", "returned to the sender"),
                            ("lost", "lost"),
                            ("damaged", "damaged"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("at_county", "at the county center"),
                            ("on_manifest", "on a manifest"),
                            ("at_station", "at the station"),
                            ("handed_over", "handed over"),
                            ("returned", "returned to the sender"),
                            ("lost", "lost"),
                            ("damaged", "damaged"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                ("at_station", models.BooleanField(default=False, verbose_name="at the station")),
                (
                    "manifest",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.manifest",
                        verbose_name="manifest",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "event of a parcel",
                "verbose_name_plural": "events of parcels",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcelevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2ac117db842d04bedefe3d479a4448cbfd5ab72b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_60b8a",
                    table="orders_parcelevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ParcelCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcel_cases",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="orders.manifest",
                        verbose_name="manifest",
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="orders.parcel",
                        verbose_name="parcel",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing", "not arrived"),
                            ("extra", "arrived and not on the list"),
                            ("count", "counts differ"),
                            ("damaged", "damaged"),
                        ],
                        max_length=12,
                        verbose_name="what is wrong",
                    ),
                ),
                ("scanned", models.CharField(blank=True, max_length=40, verbose_name="scanned")),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="detail")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("found", "found"),
                            ("lost", "lost"),
                            ("miscounted", "miscounted"),
                            ("cleared", "cleared up"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "parcel case",
                "verbose_name_plural": "parcel cases",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("parcel__isnull", False), ("settled_at__isnull", True)),
                        fields=("parcel", "kind"),
                        name="parcel_case_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("scanned", ""), _negated=True),
                        fields=("manifest", "scanned"),
                        name="parcel_case_extra_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at__isnull", True)),
                            models.Q(("settled_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="parcel_case_settled_with_outcome",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcelcase",
            trigger=pgtrigger.compiler.Trigger(
                name="settled_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."settled_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9f7132d8a74a5adbb21a808c6105907a28830c57",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_once_582d2",
                    table="orders_parcelcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcelcase",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ef4c7cbae5e2bf56273379fd489ac1ce1b457bc4",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_37f81",
                    table="orders_parcelcase",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="HomeDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery",
                        to="orders.parcel",
                        verbose_name="parcel",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "window",
                    models.CharField(
                        choices=[("morning", "in the morning"), ("afternoon", "in the afternoon")],
                        max_length=12,
                        verbose_name="time of day",
                    ),
                ),
                ("address", models.CharField(max_length=200, verbose_name="address")),
                (
                    "installed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "installed"),
                            ("no", "not installed"),
                            ("not_wanted", "nothing to install"),
                        ],
                        max_length=12,
                        verbose_name="installation",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery to the house",
                "verbose_name_plural": "deliveries to the house",
                "ordering": ["day", "window", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Farmer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "villager",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="farmer",
                        to="orders.villager",
                        verbose_name="villager",
                    ),
                ),
                (
                    "display_name",
                    models.CharField(blank=True, max_length=30, verbose_name="name shown to buyers"),
                ),
                (
                    "agreed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="agreed to the name at"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="took the name back at"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "farmer",
                "verbose_name_plural": "farmers",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", True), ("display_name", "")),
                            models.Q(
                                ("agreed_at__isnull", False), models.Q(("display_name", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="farmer_name_is_agreed_to",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProduceLot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="produce_lots",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "farmer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="orders.farmer",
                        verbose_name="farmer",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=orders.produce.codes.new_code,
                        max_length=12,
                        unique=True,
                        verbose_name="code on the label",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("tea", "tea"),
                            ("fruit", "fruit"),
                            ("vegetables", "vegetables"),
                            ("grain", "grain and beans"),
                            ("mushrooms", "mushrooms"),
                            ("nuts", "nuts and seeds"),
                            ("dried", "dried and pickled goods"),
                            ("meat_eggs", "meat and eggs"),
                            ("fish", "fish and water produce"),
                            ("honey_oil", "honey and oil"),
                            ("other", "other produce"),
                        ],
                        max_length=12,
                        verbose_name="category",
                    ),
                ),
                ("product", models.CharField(max_length=60, verbose_name="product")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="quantity")),
                (
                    "unit",
                    models.CharField(
                        choices=[("jin", "jin (500 g)"), ("kg", "kg"), ("piece", "pieces"), ("box", "boxes")],
                        default="jin",
                        max_length=8,
                        verbose_name="unit",
                    ),
                ),
                ("harvested_on", models.DateField(verbose_name="harvested on")),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.region",
                        verbose_name="village",
                    ),
                ),
                ("plot", models.CharField(blank=True, max_length=60, verbose_name="plot")),
                (
                    "fertiliser",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "none"),
                            ("manure", "farm manure and compost"),
                            ("mineral", "mineral fertiliser"),
                            ("both", "manure and mineral fertiliser"),
                        ],
                        max_length=12,
                        verbose_name="fertiliser",
                    ),
                ),
                (
                    "spraying",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "not sprayed"),
                            ("biological", "biological agents only"),
                            ("chemical", "permitted pesticides"),
                        ],
                        max_length=12,
                        verbose_name="spraying",
                    ),
                ),
                (
                    "waiting_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="days from the last spraying to the harvest"
                    ),
                ),
                (
                    "water",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rain", "rain"),
                            ("spring", "mountain spring"),
                            ("river", "river or reservoir"),
                            ("well", "well"),
                        ],
                        max_length=12,
                        verbose_name="water",
                    ),
                ),
                ("quality_notes", models.CharField(blank=True, max_length=300, verbose_name="quality")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "recorded"),
                            ("offered", "offered"),
                            ("sold_out", "sold out"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="recorded",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="public since")),
                (
                    "sold",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=10, verbose_name="quantity sold"
                    ),
                ),
                (
                    "listed",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=10, verbose_name="set aside in listings"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "lot of produce",
                "verbose_name_plural": "lots of produce",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["station", "status", "-id"], name="lot_station_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[23456789ABCDEFGHJKMNPQRSTVWXYZ]{12}$")),
                        name="lot_code_is_drawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="lot_quantity_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("listed__gte", 0),
                            (
                                "quantity__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("sold"), "+", models.F("listed")
                                ),
                            ),
                            ("sold__gte", 0),
                        ),
                        name="lot_never_sold_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("harvested_on__lte", django.db.models.functions.datetime.TruncDate("created_at"))
                        ),
                        name="lot_is_not_harvested_tomorrow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("spraying", "chemical"), ("waiting_days__isnull", False)),
                            models.Q(
                                models.Q(("spraying", "chemical"), _negated=True),
                                ("waiting_days__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="lot_waiting_days_of_sprayed_goods",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("status", "recorded")),
                            ("status", "withdrawn"),
                            models.Q(
                                ("published_at__isnull", False), ("status__in", ["offered", "sold_out"])
                            ),
                            _connector="OR",
                        ),
                        name="lot_offered_is_published",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="producelot",
            trigger=pgtrigger.compiler.Trigger(
                name="lot_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{offered:sold_out,offered:withdrawn,recorded:offered,recorded:withdrawn,sold_out:offered,sold_out:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="daea436889150762a124bd2a3509bfa0094a0a00",
                    operation="UPDATE",
                    pgid="pgtrigger_lot_lifecycle_cfea2",
                    table="orders_producelot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="producelot",
            trigger=pgtrigger.compiler.Trigger(
                name="lot_facts_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."farmer_id" IS DISTINCT FROM (NEW."farmer_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."product" IS DISTINCT FROM (NEW."product") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."harvested_on" IS DISTINCT FROM (NEW."harvested_on") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id") OR OLD."plot" IS DISTINCT FROM (NEW."plot") OR OLD."fertiliser" IS DISTINCT FROM (NEW."fertiliser") OR OLD."spraying" IS DISTINCT FROM (NEW."spraying") OR OLD."waiting_days" IS DISTINCT FROM (NEW."waiting_days") OR OLD."water" IS DISTINCT FROM (NEW."water") OR OLD."quality_notes" IS DISTINCT FROM (NEW."quality_notes") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1c1d258cea7b5f2eb34dea96e35b6a3558748849",
                    operation="UPDATE",
                    pgid="pgtrigger_lot_facts_stay_85351",
                    table="orders_producelot",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LotEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="orders.producelot",
                        verbose_name="lot of produce",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("harvested", "harvested"),
                            ("sorted", "sorted"),
                            ("packed", "packed"),
                            ("stored", "stored"),
                            ("inspected", "inspected"),
                            ("shipped", "shipped"),
                        ],
                        max_length=12,
                        verbose_name="what was done",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("place", models.CharField(max_length=60, verbose_name="where")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "handling step",
                "verbose_name_plural": "handling steps",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("at__lte", models.F("recorded_at"))), name="lot_event_is_past"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lotevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e0689b13e7e4fe30630c5a31a0cfcc3020373a0a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8f433",
                    table="orders_lotevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LotChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="orders.producelot",
                        verbose_name="lot of produce",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("recorded", "recorded"),
                            ("offered", "offered"),
                            ("sold_out", "sold out"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("recorded", "recorded"),
                            ("offered", "offered"),
                            ("sold_out", "sold out"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "change of a lot",
                "verbose_name_plural": "changes of lots",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lotchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="716fccd015da12989917fc1619be277a228f331f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fca30",
                    table="orders_lotchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LotPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="orders.producelot",
                        verbose_name="lot of produce",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "name",
                    models.CharField(
                        default=orders.produce.codes.new_photo_name,
                        max_length=32,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[0-9a-f]{32}$")],
                        verbose_name="name",
                    ),
                ),
                ("file", models.FileField(upload_to="produce/", verbose_name="file")),
                ("width", models.PositiveSmallIntegerField(verbose_name="width")),
                ("height", models.PositiveSmallIntegerField(verbose_name="height")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "photo of a lot",
                "verbose_name_plural": "photos of lots",
                "ordering": ["lot", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("lot", "number"), name="lot_photo_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 6)),
                        name="lot_photo_at_most_six",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaleImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="imports/%Y/%m/", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                (
                    "dry_run",
                    models.BooleanField(
                        default=True,
                        help_text="Only say what would happen; nothing is written.",
                        verbose_name="dry run",
                    ),
                ),
                (
                    "skip_bad",
                    models.BooleanField(
                        default=False,
                        help_text="Import the rest. Otherwise one refused row keeps the whole file out.",
                        verbose_name="skip refused rows",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "in progress"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="rows")),
                ("accepted", models.PositiveIntegerField(null=True, verbose_name="accepted")),
                ("advanced", models.PositiveIntegerField(null=True, verbose_name="advanced")),
                ("known", models.PositiveIntegerField(null=True, verbose_name="already known")),
                ("refused", models.PositiveIntegerField(null=True, verbose_name="refused")),
                ("refusals", models.JSONField(default=list)),
                ("error", models.TextField(blank=True, verbose_name="what is wrong with the file")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="given at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
            ],
            options={
                "verbose_name": "import of sales",
                "verbose_name_plural": "imports of sales",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["id"], name="sale_import_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProduceListing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="orders.producelot",
                        verbose_name="lot of produce",
                    ),
                ),
                ("platform", models.CharField(default="taobao", max_length=20, verbose_name="platform")),
                (
                    "price",
                    models.DecimalField(decimal_places=2, max_digits=10, verbose_name="price of one unit"),
                ),
                (
                    "quantity",
                    models.DecimalField(decimal_places=2, max_digits=10, verbose_name="quantity offered"),
                ),
                (
                    "sold",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=10, verbose_name="quantity sold"
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=3,
                        help_text="Of what the buyer pays; it stays with the house, which pays the commission.",
                        max_digits=4,
                        verbose_name="station's share",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("on_sale", "on sale"), ("paused", "paused"), ("ended", "ended")],
                        default="on_sale",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "listing of produce",
                "verbose_name_plural": "listings of produce",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "ended"), _negated=True),
                        fields=("lot", "platform"),
                        name="listing_one_open_per_platform",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0), ("sold__gte", 0), ("sold__lte", models.F("quantity"))
                        ),
                        name="listing_sells_what_it_offers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price__gt", 0)), name="listing_price_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", Decimal("0.15"))),
                        name="listing_share_within_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="producelisting",
            trigger=pgtrigger.compiler.Trigger(
                name="listing_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{on_sale:ended,on_sale:paused,paused:ended,paused:on_sale}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="577b6cc513e8c2fef49d9a12b10ee62ebc0b4b88",
                    operation="UPDATE",
                    pgid="pgtrigger_listing_lifecycle_7122b",
                    table="orders_producelisting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="producelisting",
            trigger=pgtrigger.compiler.Trigger(
                name="listing_facts_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lot_id" IS DISTINCT FROM (NEW."lot_id") OR OLD."platform" IS DISTINCT FROM (NEW."platform") OR OLD."price" IS DISTINCT FROM (NEW."price") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."share" IS DISTINCT FROM (NEW."share") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="02121ce849dada4cc79dab2223cf74f9e4fa5da9",
                    operation="UPDATE",
                    pgid="pgtrigger_listing_facts_stay_d4748",
                    table="orders_producelisting",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ListingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="orders.producelisting",
                        verbose_name="listing of produce",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[("on_sale", "on sale"), ("paused", "paused"), ("ended", "ended")],
                        max_length=8,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[("on_sale", "on sale"), ("paused", "paused"), ("ended", "ended")],
                        max_length=8,
                        verbose_name="after",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "change of a listing",
                "verbose_name_plural": "changes of listings",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listingchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="994de1e47956103d98a6783b981383904803fca7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f9913",
                    table="orders_listingchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="FarmerSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="farmer_settlements",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "farmer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="orders.farmer",
                        verbose_name="farmer",
                    ),
                ),
                (
                    "paid_how",
                    models.CharField(
                        choices=[
                            ("cash", "in cash at the station"),
                            ("own_account", "to the farmer's own account"),
                        ],
                        max_length=12,
                        verbose_name="paid how",
                    ),
                ),
                ("due", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="farmer's part")),
                (
                    "claims",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="taken off for refunds"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="paid to the farmer"),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement with a farmer",
                "verbose_name_plural": "settlements with farmers",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("due"), "-", models.F("claims")
                                ),
                            ),
                            ("amount__gte", 0),
                            ("claims__gte", 0),
                        ),
                        name="settlement_adds_up",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="farmersettlement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="39bad3111de41ecc8cadaef03627ebc893b7ccb2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4d809",
                    table="orders_farmersettlement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LevelRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(help_text="Its first day.", verbose_name="from the month")),
                (
                    "turnover",
                    models.PositiveSmallIntegerField(verbose_name="weight of turnover per household"),
                ),
                ("orders", models.PositiveSmallIntegerField(verbose_name="weight of orders")),
                ("villagers", models.PositiveSmallIntegerField(verbose_name="weight of villagers served")),
                (
                    "parcels",
                    models.PositiveSmallIntegerField(verbose_name="weight of parcels handed over in time"),
                ),
                ("complaints", models.PositiveSmallIntegerField(verbose_name="weight of complaints")),
                (
                    "parcel_days",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="To the end of this day after its arrival: 2 is the day after the next.",
                        verbose_name="days to hand a parcel over",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed at")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
            ],
            options={
                "verbose_name": "rule of the levels",
                "verbose_name_plural": "rules of the levels",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "complaints",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.Value(100), "-", models.F("turnover")
                                            ),
                                            "-",
                                            models.F("orders"),
                                        ),
                                        "-",
                                        models.F("villagers"),
                                    ),
                                    "-",
                                    models.F("parcels"),
                                ),
                            )
                        ),
                        name="level_weights_make_a_hundred",
                        violation_error_message="The weights have to make 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("orders__gt", 0), ("villagers__gt", 0), ("complaints__gt", 0), _connector="OR"
                        ),
                        name="level_weight_on_what_everybody_has",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__day", 1)), name="level_rule_of_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parcel_days__gte", 0), ("parcel_days__lte", 30)),
                        name="level_parcel_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="level_rule_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                models.Q(("confirmed_at__isnull", False), ("proposed_by__isnull", True)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="level_rule_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("valid_from",),
                        name="level_rule_one_a_month",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levelrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7029bf131238ae45cbf8174db8d4cb71493807e7",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_f5f8a",
                    table="orders_levelrule",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levelrule",
            trigger=pgtrigger.compiler.Trigger(
                name="proposed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."turnover" IS DISTINCT FROM (NEW."turnover") OR OLD."orders" IS DISTINCT FROM (NEW."orders") OR OLD."villagers" IS DISTINCT FROM (NEW."villagers") OR OLD."parcels" IS DISTINCT FROM (NEW."parcels") OR OLD."complaints" IS DISTINCT FROM (NEW."complaints") OR OLD."parcel_days" IS DISTINCT FROM (NEW."parcel_days") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5ac9f5d9dfb853a3d29af05caae106adc398acf0",
                    operation="UPDATE",
                    pgid="pgtrigger_proposed_once_15a8f",
                    table="orders_levelrule",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levelrule",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="29ac38c60660ed3b0c25d759db4cb788a880f616",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_a86d9",
                    table="orders_levelrule",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LevelBound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bounds",
                        to="orders.levelrule",
                        verbose_name="rule of the levels",
                    ),
                ),
                ("least", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="from the score")),
                ("name", models.CharField(max_length=20, verbose_name="name in Chinese")),
                ("name_en", models.CharField(max_length=20, verbose_name="name in English")),
            ],
            options={
                "verbose_name": "level",
                "verbose_name_plural": "levels",
                "ordering": ["rule", "-least"],
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "least"), name="level_bound_once"),
                    models.CheckConstraint(
                        condition=models.Q(("least__gte", 0), ("least__lte", 100)),
                        name="level_bound_of_a_hundred",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levelbound",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="afa46bfb33304e72ea07c438e8e26c63f09df0cc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_981c1",
                    table="orders_levelbound",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LevelMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", unique=True, verbose_name="month")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.levelrule",
                        verbose_name="rule",
                    ),
                ),
                ("counted_up_to", models.DateTimeField(verbose_name="counted up to")),
                ("last_scan", models.BigIntegerField(default=0, editable=False)),
                ("scored_at", models.DateTimeField(null=True, verbose_name="scored at")),
                ("stations", models.PositiveIntegerField(default=0, verbose_name="stations")),
                (
                    "scored_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scored by",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "scored month",
                "verbose_name_plural": "scored months",
                "ordering": ["-month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="level_month_is_its_first_day"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levelmonth",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b6672832630fc04b32804adc1cd4657cef95f6cb",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_9ef02",
                    table="orders_levelmonth",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StationLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="orders.levelmonth",
                        verbose_name="month",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                ("households", models.PositiveIntegerField(null=True, verbose_name="households")),
                ("turnover", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="turnover")),
                ("orders", models.IntegerField(verbose_name="orders")),
                ("villagers", models.PositiveIntegerField(verbose_name="villagers served")),
                ("parcels", models.PositiveIntegerField(verbose_name="parcels arrived")),
                ("parcels_in_time", models.PositiveIntegerField(verbose_name="handed over in time")),
                ("complaints", models.PositiveIntegerField(verbose_name="complaints upheld")),
                ("turnover_percentile", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("orders_percentile", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("villagers_percentile", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("parcels_percentile", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("complaints_percentile", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("score", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="score")),
                ("rank", models.PositiveIntegerField(verbose_name="rank")),
                ("compared", models.PositiveIntegerField(verbose_name="stations compared")),
                (
                    "bound",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.levelbound",
                        verbose_name="level",
                    ),
                ),
            ],
            options={
                "verbose_name": "level of a station",
                "verbose_name_plural": "levels of stations",
                "ordering": ["-of__month", "center", "rank", "station"],
                "indexes": [models.Index(fields=["of", "center", "rank"], name="station_level_of_county")],
                "constraints": [
                    models.UniqueConstraint(fields=("of", "station"), name="station_level_once_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 100)),
                        name="station_level_score_of_a_hundred",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parcels_in_time__lte", models.F("parcels"))),
                        name="station_level_parcels_in_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProduceSale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="produce_sales",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="orders.producelisting",
                        verbose_name="listing of produce",
                    ),
                ),
                ("platform", models.CharField(max_length=20, verbose_name="platform")),
                ("platform_order_no", models.CharField(max_length=40, verbose_name="platform order number")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="quantity")),
                (
                    "unit_price",
                    models.DecimalField(decimal_places=2, max_digits=10, verbose_name="price of one unit"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "refunded",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="refunded"),
                ),
                (
                    "buyer_city",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.region",
                        verbose_name="buyer's city",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sold", "sold"),
                            ("packed", "packed"),
                            ("at_county", "at the county center"),
                            ("sent", "on the way to the buyer"),
                            ("received", "received by the buyer"),
                            ("settled", "settled with the farmer"),
                            ("refunded", "refunded"),
                            ("cancelled", "cancelled"),
                        ],
                        default="sold",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "parcel",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="produce_sale",
                        to="orders.parcel",
                        verbose_name="parcel",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="orders.farmersettlement",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "settled_amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="settled with the farmer"
                    ),
                ),
                ("sold_at", models.DateTimeField(verbose_name="paid by the buyer at")),
                ("received_at", models.DateTimeField(null=True, verbose_name="received by the buyer at")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "sale of produce",
                "verbose_name_plural": "sales of produce",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["station", "status", "-id"], name="sale_station_status")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("platform", "platform_order_no"), name="sale_platform_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("platform_order_no", ""), _negated=True),
                        name="sale_has_its_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.functions.math.Round(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("quantity"), "*", models.F("unit_price")
                                    ),
                                    precision=2,
                                ),
                            ),
                            ("amount__gt", 0),
                        ),
                        name="sale_amount_is_rounded_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                        name="sale_refund_within_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("refunded", models.F("amount")), ("status__in", ["refunded", "cancelled"])
                            ),
                            models.Q(
                                models.Q(("status__in", ["refunded", "cancelled"]), _negated=True),
                                ("refunded__lt", models.F("amount")),
                            ),
                            _connector="OR",
                        ),
                        name="sale_over_is_all_given_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["received", "settled"]), _negated=True),
                            models.Q(
                                ("received_at__gte", models.F("sold_at")), ("received_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="sale_received_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_amount__gte", 0),
                                ("settled_amount__isnull", False),
                                ("settlement__isnull", False),
                                ("status__in", ["settled", "refunded"]),
                            ),
                            models.Q(
                                models.Q(("status", "settled"), _negated=True),
                                ("settled_amount__isnull", True),
                                ("settlement__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="sale_settled_with_its_settlement",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="producesale",
            trigger=pgtrigger.compiler.Trigger(
                name="sale_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{at_county:received,at_county:refunded,at_county:sent,packed:at_county,packed:received,packed:refunded,packed:sent,received:refunded,received:settled,sent:received,sent:refunded,settled:refunded,sold:cancelled,sold:packed,sold:received,sold:refunded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f21bc94d5db38e4fe074c34ffc241f29402e9d34",
                    operation="UPDATE",
                    pgid="pgtrigger_sale_lifecycle_d4c1d",
                    table="orders_producesale",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="producesale",
            trigger=pgtrigger.compiler.Trigger(
                name="sale_facts_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."listing_id" IS DISTINCT FROM (NEW."listing_id") OR OLD."platform" IS DISTINCT FROM (NEW."platform") OR OLD."platform_order_no" IS DISTINCT FROM (NEW."platform_order_no") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."unit_price" IS DISTINCT FROM (NEW."unit_price") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."buyer_city_id" IS DISTINCT FROM (NEW."buyer_city_id") OR OLD."sold_at" IS DISTINCT FROM (NEW."sold_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="604485f32acd1e8209aca8a7bb3c146aa45d9fbe",
                    operation="UPDATE",
                    pgid="pgtrigger_sale_facts_stay_852e8",
                    table="orders_producesale",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="producesale",
            trigger=pgtrigger.compiler.Trigger(
                name="sale_settled_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."settlement_id" IS NOT NULL AND (OLD."settlement_id" IS DISTINCT FROM (NEW."settlement_id") OR OLD."settled_amount" IS DISTINCT FROM (NEW."settled_amount")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1e3382f788225024963572bfa9aa6b2408038e9d",
                    operation="UPDATE",
                    pgid="pgtrigger_sale_settled_once_c7a14",
                    table="orders_producesale",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SaleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="orders.producesale",
                        verbose_name="sale of produce",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("sold", "sold"),
                            ("packed", "packed"),
                            ("at_county", "at the county center"),
                            ("sent", "on the way to the buyer"),
                            ("received", "received by the buyer"),
                            ("settled", "settled with the farmer"),
                            ("refunded", "refunded"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("sold", "sold"),
                            ("packed", "packed"),
                            ("at_county", "at the county center"),
                            ("sent", "on the way to the buyer"),
                            ("received", "received by the buyer"),
                            ("settled", "settled with the farmer"),
                            ("refunded", "refunded"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "change of a sale",
                "verbose_name_plural": "changes of sales",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="af3f9eb769c8c9b1ea0821b8b6f12124a2b89001",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a6980",
                    table="orders_salechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SaleRefund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="orders.producesale",
                        verbose_name="sale of produce",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "refund of a sale",
                "verbose_name_plural": "refunds of sales",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="sale_refund_positive")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salerefund",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b2b8c38fa7fc6d16b47498ba03ef2d7b248ddb54",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7f4c5",
                    table="orders_salerefund",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="FarmerClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim",
                        to="orders.salerefund",
                        verbose_name="refund of a sale",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="farmer_claims",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "farmer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="orders.farmer",
                        verbose_name="farmer",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "closed",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="taken off or waived"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "claim on a farmer",
                "verbose_name_plural": "claims on farmers",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), ("closed__gte", 0), ("closed__lte", models.F("amount"))
                        ),
                        name="claim_closed_within_amount",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="farmerclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="claim_facts_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."refund_id" IS DISTINCT FROM (NEW."refund_id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."farmer_id" IS DISTINCT FROM (NEW."farmer_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."at" IS DISTINCT FROM (NEW."at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ff9140ca33bbe611231abf5966c989a044877722",
                    operation="UPDATE",
                    pgid="pgtrigger_claim_facts_stay_3df1f",
                    table="orders_farmerclaim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="farmerclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1bb560a85f72000436e19e33fbdab33f69547229",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0da87",
                    table="orders_farmerclaim",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ClaimPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="orders.farmerclaim",
                        verbose_name="claim on a farmer",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_parts",
                        to="orders.farmersettlement",
                        verbose_name="settlement",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a claim",
                "verbose_name_plural": "parts of claims",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(
                                models.Q(("reason", ""), ("settlement__isnull", False)),
                                models.Q(
                                    ("settlement__isnull", True), models.Q(("reason", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="claim_part_is_taken_or_waived_with_a_reason",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimpart",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="51cecbbcdbd2ed69f60c73b9e8b04d9a0de1cd5f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8899a",
                    table="orders_claimpart",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(LEAVE_ROOM, FILL),
    ]
