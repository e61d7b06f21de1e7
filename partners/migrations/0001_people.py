import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import partners.accounts.models
import partners.people.identity
from partners.commission.sql import CREATE_COMMISSION_AMOUNT, DROP_COMMISSION_AMOUNT


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("stations", "0001_places"),
    ]

    operations = [
        migrations.RunSQL(CREATE_COMMISSION_AMOUNT, DROP_COMMISSION_AMOUNT),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                (
                    "username",
                    models.CharField(
                        max_length=60,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[\\w.@+-]+$", "Letters, digits and @ . + - _ only."
                            ),
                            django.core.validators.RegexValidator(
                                "\\D", "A user name may not be all digits: that is a mobile number."
                            ),
                        ],
                        verbose_name="user name",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=11,
                        null=True,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1\\d{10}$", "A mobile number has 11 digits and begins with 1."
                            )
                        ],
                        verbose_name="mobile number",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("partner", "partner"),
                            ("helper", "helper"),
                            ("county_staff", "county staff"),
                            ("ops", "head-office ops"),
                            ("superuser", "superuser"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only for county staff, and always for them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only for helpers, and always for them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helpers",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "login",
                "verbose_name_plural": "logins",
                "ordering": ["username"],
            },
            managers=[
                ("objects", partners.accounts.models.AccountManager()),
            ],
        ),
        migrations.CreateModel(
            name="CommissionRate",
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
                        verbose_name="business",
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
                        verbose_name="category",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        help_text="A share of the paid amount: 0.025 is 2.5%.",
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="rate",
                    ),
                ),
                (
                    "fixed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="fixed amount",
                    ),
                ),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="at least",
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="at most",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="The last day; empty: open.", null=True, verbose_name="valid to"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: everywhere.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="stations.countycenter",
                        verbose_name="only in this county",
                    ),
                ),
            ],
            options={
                "verbose_name": "commission rate",
                "verbose_name_plural": "commission rates",
                "ordering": ["business", "category", "center", "-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="CommissionRateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "business",
                    models.CharField(
                        choices=[
                            ("agent_order", "agent orders"),
                            ("produce", "produce sold to the city"),
                            ("service", "paid services"),
                        ],
                        max_length=16,
                        verbose_name="business",
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
                        verbose_name="category",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        help_text="A share of the paid amount: 0.025 is 2.5%.",
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="rate",
                    ),
                ),
                (
                    "fixed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="fixed amount",
                    ),
                ),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="at least",
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="at most",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="The last day; empty: open.", null=True, verbose_name="valid to"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.commissionrate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MonthClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(unique=True, verbose_name="month")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
            ],
            options={
                "verbose_name": "month closing",
                "verbose_name_plural": "month closings",
                "ordering": ["-month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="closing_month_is_its_first_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
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
                    "identity_number",
                    partners.people.identity.EncryptedCharField(
                        blank=True,
                        validators=[partners.people.identity.check_identity_number],
                        verbose_name="identity number",
                    ),
                ),
                ("identity_fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "returning_youth",
                    models.BooleanField(default=False, verbose_name="young person who came home"),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="login",
                    ),
                ),
            ],
            options={
                "verbose_name": "rural partner",
                "verbose_name_plural": "rural partners",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                        verbose_name="business",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "placed"),
                            ("paid", "paid"),
                            ("refund", "refund or cancellation after payment"),
                            ("handed_over", "handed over"),
                        ],
                        max_length=16,
                        verbose_name="kind",
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
                        verbose_name="category",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("orders", models.SmallIntegerField(default=0)),
                ("category_orders", models.SmallIntegerField(default=0)),
                (
                    "business_date",
                    models.DateField(
                        help_text="Of the event, in Asia/Shanghai.", verbose_name="business date"
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                (
                    "turnover_at",
                    models.DateTimeField(
                        help_text="The moment of the placing or of the payment it belongs to.",
                        verbose_name="counts at",
                    ),
                ),
                ("subject", models.CharField(max_length=40, verbose_name="subject")),
                ("source_key", models.CharField(max_length=80, unique=True, verbose_name="source key")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal row",
                "verbose_name_plural": "journal",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PartnerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "returning_youth",
                    models.BooleanField(default=False, verbose_name="young person who came home"),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.countycenter",
                        verbose_name="county operation center",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.partner",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="login",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PendingActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("consumer", models.CharField(max_length=16)),
                (
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "pending journal row",
                "verbose_name_plural": "pending journal rows",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("lines", models.PositiveIntegerField(verbose_name="lines")),
                (
                    "earned",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="earned in the month"),
                ),
                (
                    "brought_forward",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="What the month before left below zero.",
                        max_digits=14,
                        verbose_name="brought forward",
                    ),
                ),
                ("closed_at", models.DateTimeField(auto_now_add=True, verbose_name="closed at")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
                "ordering": ["-month", "partner"],
            },
        ),
        migrations.CreateModel(
            name="Earning",
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
                        verbose_name="business",
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
                        verbose_name="category",
                    ),
                ),
                ("subject", models.CharField(max_length=40, verbose_name="subject")),
                ("rate_version", models.PositiveIntegerField(null=True, verbose_name="version")),
                (
                    "paid_on",
                    models.DateField(
                        help_text="The business date whose rate applies.", verbose_name="paid on"
                    ),
                ),
                (
                    "basis",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="The signed amount of the journal row.",
                        max_digits=14,
                        verbose_name="basis",
                    ),
                ),
                (
                    "basis_total",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="After this row.",
                        max_digits=14,
                        verbose_name="paid less refunded",
                    ),
                ),
                (
                    "unrounded",
                    models.DecimalField(
                        decimal_places=7,
                        help_text="f of the total, before the fen.",
                        max_digits=20,
                        verbose_name="before rounding",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "earned_on",
                    models.DateField(
                        help_text="Hand-over plus the hold; empty: pending.",
                        null=True,
                        verbose_name="earned on",
                    ),
                ),
                ("priced_at", models.DateTimeField(auto_now_add=True, verbose_name="priced at")),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earning",
                        to="partners.activity",
                        verbose_name="journal row",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "rate",
                    models.ForeignKey(
                        help_text="Empty: no rate was in force on that day, so nothing was earned.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="partners.commissionrate",
                        verbose_name="commission rate",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="partners.statement",
                        verbose_name="statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "earning",
                "verbose_name_plural": "earnings",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Tenure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "mode",
                    models.CharField(
                        choices=[("1.0", "1.0, village shop"), ("2.0", "2.0, full-time partner")],
                        default="2.0",
                        max_length=3,
                        verbose_name="mode",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
            ],
            options={
                "verbose_name": "tenure",
                "verbose_name_plural": "tenures",
                "ordering": ["-starts_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TenureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "mode",
                    models.CharField(
                        choices=[("1.0", "1.0, village shop"), ("2.0", "2.0, full-time partner")],
                        default="2.0",
                        max_length=3,
                        verbose_name="mode",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.partner",
                        verbose_name="rural partner",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.tenure",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("username__regex", "^[0-9]+$"), _negated=True),
                name="user_name_is_not_all_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("center__isnull", False), ("role", "county_staff")),
                    models.Q(models.Q(("role", "county_staff"), _negated=True), ("center__isnull", True)),
                    _connector="OR",
                ),
                name="user_county_staff_has_a_center",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "helper"), ("station__isnull", False)),
                    models.Q(models.Q(("role", "helper"), _negated=True), ("station__isnull", True)),
                    _connector="OR",
                ),
                name="user_helper_has_a_station",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_superuser", True), ("role", "superuser")),
                    models.Q(models.Q(("role", "superuser"), _negated=True), ("is_superuser", False)),
                    _connector="OR",
                ),
                name="user_role_superuser_is_superuser",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_staff", True), ("role__in", ["county_staff", "ops", "superuser"])),
                    models.Q(("is_staff", False), ("role__in", ["partner", "helper"])),
                    _connector="OR",
                ),
                name="user_role_decides_admin_access",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionrate",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("business", "="),
                    ("category", "="),
                    (
                        django.db.models.functions.comparison.Coalesce(
                            "center", models.Value(0, models.BigIntegerField())
                        ),
                        "=",
                    ),
                    (models.Func("valid_from", "valid_to", models.Value("[]"), function="daterange"), "&&"),
                ],
                name="commission_rate_one_rule_a_day",
                violation_error_message="Another rate covers some of these days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fixed__isnull", True), ("rate__isnull", False)),
                    models.Q(("fixed__isnull", False), ("rate__isnull", True)),
                    _connector="OR",
                ),
                name="commission_rate_or_fixed",
                violation_error_message="Give a rate or a fixed amount, one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum__isnull", True),
                    ("cap__isnull", True),
                    ("minimum__lte", models.F("cap")),
                    _connector="OR",
                ),
                name="commission_rate_minimum_below_cap",
                violation_error_message="The minimum is above the cap.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="commission_rate_ends_after_it_starts",
                violation_error_message="A rate cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rate__isnull", True), models.Q(("rate__gte", 0), ("rate__lte", 1)), _connector="OR"
                ),
                name="commission_rate_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fixed__isnull", True), ("fixed__gte", 0), _connector="OR"),
                    models.Q(("minimum__isnull", True), ("minimum__gte", 0), _connector="OR"),
                    models.Q(("cap__isnull", True), ("cap__gte", 0), _connector="OR"),
                ),
                name="commission_rate_no_negative_amounts",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commissionrate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_commissionrateevent" ("business", "cap", "category", "center_id", "fixed", "id", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "valid_from", "valid_to", "version") VALUES (NEW."business", NEW."cap", NEW."category", NEW."center_id", NEW."fixed", NEW."id", NEW."minimum", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rate", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="7583af39dac047fdd6afb9ce768d6a80b53bf79c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_04aaf",
                    table="partners_commissionrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commissionrate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_commissionrateevent" ("business", "cap", "category", "center_id", "fixed", "id", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "valid_from", "valid_to", "version") VALUES (NEW."business", NEW."cap", NEW."category", NEW."center_id", NEW."fixed", NEW."id", NEW."minimum", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rate", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="04ccf2dbab4662c5f6d4b9e6d836283a0906e01a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bd317",
                    table="partners_commissionrate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("identity_fingerprint", ""), _negated=True),
                fields=("identity_fingerprint",),
                name="partner_identity_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_partnerevent" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "returning_youth", "user_id") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."returning_youth", NEW."user_id"); RETURN NULL;',
                    hash="54e715e23484828740bb021547e139f75822adcf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_71860",
                    table="partners_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."returning_youth" IS DISTINCT FROM (NEW."returning_youth") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                    func='INSERT INTO "partners_partnerevent" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "returning_youth", "user_id") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."returning_youth", NEW."user_id"); RETURN NULL;',
                    hash="f6c64b55328d015706ce902d0025ada160d21f86",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17ece",
                    table="partners_partner",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["subject"], name="activity_subject"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["station", "business_date"], name="activity_station_day"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("kind__in", ["placed", "paid"])),
                    models.Q(("amount__lt", 0), ("kind", "refund")),
                    models.Q(("amount", 0), ("kind", "handed_over")),
                    _connector="OR",
                ),
                name="activity_sign_fits_kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a9cbb96262cee84f68f650ea0d3011fccf43db9e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_34d69",
                    table="partners_activity",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingactivity",
            constraint=models.UniqueConstraint(
                fields=("consumer", "activity"), name="pending_once_per_consumer"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("partner", "month", "version"), name="statement_once_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="statement_month_is_its_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("brought_forward__lte", 0)), name="statement_brings_forward_debts_only"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f8d85a8411f629c46e397bbcd54d6f09ae754012",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ce5a6",
                    table="partners_statement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="earning",
            index=models.Index(fields=["subject", "category"], name="earning_subject"),
        ),
        migrations.AddIndex(
            model_name="earning",
            index=models.Index(
                condition=models.Q(("statement__isnull", True)),
                fields=["partner", "earned_on"],
                name="earning_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis_total__gte", 0)), name="earning_basis_never_below_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("statement__isnull", True), ("earned_on__isnull", False), _connector="OR"
                ),
                name="earning_settled_only_when_earned",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earning",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="bba7eb32882ead00529dcbc7524e90f66057bac9",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_7e91f",
                    table="partners_earning",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earning",
            trigger=pgtrigger.compiler.Trigger(
                name="priced_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."activity_id" IS DISTINCT FROM (NEW."activity_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."business" IS DISTINCT FROM (NEW."business") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."rate_id" IS DISTINCT FROM (NEW."rate_id") OR OLD."rate_version" IS DISTINCT FROM (NEW."rate_version") OR OLD."paid_on" IS DISTINCT FROM (NEW."paid_on") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."basis_total" IS DISTINCT FROM (NEW."basis_total") OR OLD."unrounded" IS DISTINCT FROM (NEW."unrounded") OR OLD."amount" IS DISTINCT FROM (NEW."amount"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="fe7f7ced861cf73860628c965e94426a788a7499",
                    operation="UPDATE",
                    pgid="pgtrigger_priced_once_33b96",
                    table="partners_earning",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earning",
            trigger=pgtrigger.compiler.Trigger(
                name="settled_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."statement_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="db766c8ce4c726e130b05fad814b9322321d8cb9",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_once_2dbd6",
                    table="partners_earning",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("station", "="),
                    (models.Func("starts_on", "ends_on", models.Value("[]"), function="daterange"), "&&"),
                ],
                name="tenure_one_partner_at_a_time",
                violation_error_message="Somebody else runs this station in these days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="tenure_ends_after_it_starts",
                violation_error_message="A tenure cannot end before it starts.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_tenureevent" ("ends_on", "id", "mode", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "station_id") VALUES (NEW."ends_on", NEW."id", NEW."mode", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."station_id"); RETURN NULL;',
                    hash="10ddc26829c3bcd460888d067138215d643e3848",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1cb7b",
                    table="partners_tenure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_tenureevent" ("ends_on", "id", "mode", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "station_id") VALUES (NEW."ends_on", NEW."id", NEW."mode", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."station_id"); RETURN NULL;',
                    hash="4ea432f34f6a07a7f3f312328051842ba583a6a7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_71ccd",
                    table="partners_tenure",
                    when="AFTER",
                ),
            ),
        ),
    ]
