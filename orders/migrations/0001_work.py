import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partners", "0001_people"),
        ("stations", "0002_logs"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgentOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agent_orders",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
            ],
            options={
                "verbose_name": "agent order",
                "verbose_name_plural": "agent orders",
                "ordering": ["-pk"],
            },
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
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
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
            ],
            options={
                "verbose_name": "change of an order",
                "verbose_name_plural": "changes of orders",
                "ordering": ["pk"],
            },
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
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.agentorder",
                        verbose_name="agent order",
                    ),
                ),
            ],
            options={
                "verbose_name": "order line",
                "verbose_name_plural": "order lines",
                "ordering": ["order", "line_no"],
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
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                    ),
                ),
            ],
            options={
                "verbose_name": "turnover of a county by category",
                "verbose_name_plural": "turnovers of counties by category",
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
                ("minute", models.DateTimeField()),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                    ),
                ),
            ],
            options={
                "verbose_name": "turnover of a county by the minute",
                "verbose_name_plural": "turnovers of counties by the minute",
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
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                (
                    "ends_at",
                    models.DateTimeField(help_text="The first moment after it.", verbose_name="ends at"),
                ),
                (
                    "sales_target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Yuan paid, for the nation.",
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
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
                            ("ends_at__minute", 0),
                            ("ends_at__second", 0),
                            ("starts_at__minute", 0),
                            ("starts_at__second", 0),
                        ),
                        name="festival_of_whole_hours",
                        violation_error_message="A festival starts and ends on the full hour.",
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
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
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
            ],
            options={
                "verbose_name": "refund",
                "verbose_name_plural": "refunds",
                "ordering": ["-pk"],
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
                ("hour", models.DateTimeField()),
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
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stations.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "turnover of a station",
                "verbose_name_plural": "turnovers of stations",
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
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        max_length=11,
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
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villagers",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
            ],
            options={
                "verbose_name": "villager",
                "verbose_name_plural": "villagers",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="agentorder",
            name="villager",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agent_orders",
                to="orders.villager",
                verbose_name="villager",
            ),
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
        migrations.AddConstraint(
            model_name="agentorderline",
            constraint=models.UniqueConstraint(fields=("order", "line_no"), name="order_line_number_once"),
        ),
        migrations.AddConstraint(
            model_name="agentorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                name="order_line_refund_within_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("quantity__gt", 0), ("unit_price__gte", 0)),
                name="order_line_amounts_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="centercategoryhour",
            constraint=models.UniqueConstraint(
                fields=("hour", "business", "center", "category"), name="center_category_hour_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="centerminute",
            constraint=models.UniqueConstraint(
                fields=("minute", "business", "center"), name="center_minute_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderrefund",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_positive"),
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
        migrations.AddConstraint(
            model_name="stationturnover",
            constraint=models.UniqueConstraint(
                fields=("hour", "business", "center", "station"), name="station_turnover_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="villager",
            constraint=models.UniqueConstraint(
                fields=("station", "phone"),
                name="villager_phone_once_per_station",
                violation_error_message="This number is known at the station already.",
            ),
        ),
        migrations.AddIndex(
            model_name="agentorder",
            index=models.Index(fields=["station", "status", "-id"], name="agent_order_station_status"),
        ),
        migrations.AddIndex(
            model_name="agentorder",
            index=models.Index(fields=["placed_at"], name="agent_order_placed_at"),
        ),
        migrations.AddIndex(
            model_name="agentorder",
            index=models.Index(
                condition=models.Q(
                    ("paid_at__isnull", True),
                    ("status__in", ["placed", "shipped", "at_county", "at_station"]),
                ),
                fields=["station", "placed_at"],
                name="agent_order_unpaid",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("platform_order_no", ""), _negated=True),
                fields=("platform", "platform_order_no"),
                name="agent_order_platform_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("status__in", ("placed", "paid", "shipped", "at_county", "at_station")),
                    models.Q(("pickup_code", ""), _negated=True),
                ),
                fields=("station", "pickup_code"),
                name="agent_order_pickup_code_once_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                name="agent_order_refund_within_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="agent_order_amount_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="agentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("refunded", 0), ("paid_at__isnull", False), _connector="OR"),
                name="agent_order_only_paid_money_comes_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["handed_over", "partly_refunded"]), _negated=True),
                    models.Q(("handed_over_at__isnull", False), ("paid_at__isnull", False)),
                    _connector="OR",
                ),
                name="agent_order_handed_over_is_paid",
            ),
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
    ]
