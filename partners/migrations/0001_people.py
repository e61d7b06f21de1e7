import datetime

import django.contrib.postgres.constraints
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models

import partners.accounts.models
import partners.people.identity
from partners.commission.sql import CREATE_COMMISSION_AMOUNT, DROP_COMMISSION_AMOUNT


def create_cache_table(apps, schema_editor):
    """Part of `migrate`, so that no deployment stands without its login limits."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


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
                                "^1[0-9]{10}\\Z", "A mobile number has 11 digits and begins with 1."
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
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("username"),
                        name="user_name_once_whatever_its_case",
                        violation_error_message="This user name cannot be used.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("username__regex", "^[0-9]+$"), _negated=True),
                        name="user_name_is_not_all_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("center__isnull", False), ("role", "county_staff")),
                            models.Q(
                                models.Q(("role", "county_staff"), _negated=True), ("center__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="user_county_staff_has_a_center",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "helper"), ("station__isnull", False)),
                            models.Q(models.Q(("role", "helper"), _negated=True), ("station__isnull", True)),
                            _connector="OR",
                        ),
                        name="user_helper_has_a_station",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_superuser", True), ("role", "superuser")),
                            models.Q(models.Q(("role", "superuser"), _negated=True), ("is_superuser", False)),
                            _connector="OR",
                        ),
                        name="user_role_superuser_is_superuser",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_staff", True), ("role__in", ["county_staff", "ops", "superuser"])),
                            models.Q(("is_staff", False), ("role__in", ["partner", "helper"])),
                            _connector="OR",
                        ),
                        name="user_role_decides_admin_access",
                    ),
                ],
            },
            managers=[
                ("objects", partners.accounts.models.AccountManager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_userevent" ("center_id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "role", "station_id", "username") VALUES (NEW."center_id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."role", NEW."station_id", NEW."username"); RETURN NULL;',
                    hash="755430e8838dd2c5e018dba09f3adbf08bee63a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4fa34",
                    table="partners_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    func='INSERT INTO "partners_userevent" ("center_id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "role", "station_id", "username") VALUES (NEW."center_id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."role", NEW."station_id", NEW."username"); RETURN NULL;',
                    hash="f5fb52cea93c0a6f4ae7bfcfa026db97c76ec1f9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f552c",
                    table="partners_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="username_name_phone_role_center_station_is_active_events",
                        to=settings.AUTH_USER_MODEL,
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
                    "username",
                    models.CharField(
                        max_length=60,
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
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1[0-9]{10}\\Z", "A mobile number has 11 digits and begins with 1."
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
                        db_constraint=False,
                        help_text="Only for county staff, and always for them.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Only for helpers, and always for them.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.station",
                        verbose_name="village service station",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                        verbose_name="from the county",
                    ),
                ),
                ("for_all", models.BooleanField(default=False, verbose_name="to all counties")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title in English")),
                ("text_en", models.TextField(blank=True, max_length=6000, verbose_name="text in English")),
                ("valid_from", models.DateField(verbose_name="shown from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="shown until")),
                (
                    "pinned",
                    models.BooleanField(
                        default=False, help_text="Stays on top of the list.", verbose_name="pinned"
                    ),
                ),
                (
                    "must_confirm",
                    models.BooleanField(
                        default=False,
                        help_text="Each partner confirms having read it.",
                        verbose_name="to be confirmed",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
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
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="announcement_valid_until_after_from",
                        violation_error_message="It cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner__isnull", True), ("for_all", False), _connector="OR"),
                        name="announcement_of_a_county_is_not_for_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", False),
                            models.Q(("status", "published"), _negated=True),
                            _connector="OR",
                        ),
                        name="announcement_published_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "withdrawn"), _negated=True),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="announcement_withdrawn_has_moment",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="announcement_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{draft:published,draft:withdrawn,published:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="ca6f45f9b47e5b5d7acf38dba544383f3596c156",
                    operation="UPDATE",
                    pgid="pgtrigger_announcement_lifecycle_47fe2",
                    table="partners_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2d4052aef89b7aaad75291a29bdbb99e177211c6",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_4555d",
                    table="partners_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="published_words_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."status" = \'draft\') AND (OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."for_all" IS DISTINCT FROM (NEW."for_all") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."must_confirm" IS DISTINCT FROM (NEW."must_confirm")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="01a4bd3d10d1d7b7b07c8b080e0a9c4375bff2c4",
                    operation="UPDATE",
                    pgid="pgtrigger_published_words_stay_c97ad",
                    table="partners_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AnnouncementCounty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counties",
                        to="partners.announcement",
                        verbose_name="announcement",
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
            ],
            options={
                "verbose_name": "county of an announcement",
                "verbose_name_plural": "counties of announcements",
                "ordering": ["center"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("announcement", "center"), name="announcement_county_once"
                    )
                ],
            },
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
                            ("parcel", "parcels of the second leg"),
                            ("subsidy", "subsidies and bonuses"),
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
                            ("top_up", "top-ups and Internet access"),
                            ("bill", "living-expense bills"),
                            ("train", "train tickets"),
                            ("air", "air tickets"),
                            ("hotel", "hotel rooms"),
                            ("withdrawal", "small cash withdrawals"),
                            ("registration", "registration and medicine"),
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
                            ("parcel_fee", "parcel fee"),
                            ("parcel_subsidy", "logistics subsidy"),
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                            ("service_fee", "service fee"),
                        ],
                        max_length=24,
                        verbose_name="category",
                    ),
                ),
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
                (
                    "hold_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="From the hand-over to the day it is earned.",
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days on hold",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where this rate was decided.",
                        max_length=200,
                        verbose_name="source",
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
            ],
            options={
                "verbose_name": "commission rate",
                "verbose_name_plural": "commission rates",
                "ordering": ["business", "category", "center", "-valid_from"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("business", "="),
                            ("category", "="),
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
                        name="commission_rate_one_rule_a_day",
                        violation_error_message="Another rate covers some of these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fixed__isnull", True), ("rate__isnull", False)),
                            models.Q(("fixed__isnull", False), ("rate__isnull", True)),
                            _connector="OR",
                        ),
                        name="commission_rate_or_fixed",
                        violation_error_message="Give a rate or a fixed amount, one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__isnull", True),
                            ("cap__isnull", True),
                            ("minimum__lte", models.F("cap")),
                            _connector="OR",
                        ),
                        name="commission_rate_minimum_below_cap",
                        violation_error_message="The minimum is above the cap.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="commission_rate_ends_after_it_starts",
                        violation_error_message="A rate cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rate__isnull", True),
                            models.Q(("rate__gte", 0), ("rate__lte", 1)),
                            _connector="OR",
                        ),
                        name="commission_rate_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fixed__isnull", True), ("fixed__gte", 0), _connector="OR"),
                            models.Q(("minimum__isnull", True), ("minimum__gte", 0), _connector="OR"),
                            models.Q(("cap__isnull", True), ("cap__gte", 0), _connector="OR"),
                        ),
                        name="commission_rate_no_negative_amounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hold_days__lte", 365)), name="commission_rate_hold_within_a_year"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commissionrate",
            trigger=pgtrigger.compiler.Trigger(
                name="used_rate_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (SELECT FROM partners_earning WHERE rate_id = OLD.id) AND (\n        (NEW.business, NEW.category, NEW.center_id, NEW.rate, NEW.fixed, NEW.minimum, NEW.cap,\n         NEW.hold_days, NEW.valid_from, NEW.version)\n        IS DISTINCT FROM\n        (OLD.business, OLD.category, OLD.center_id, OLD.rate, OLD.fixed, OLD.minimum, OLD.cap,\n         OLD.hold_days, OLD.valid_from, OLD.version)\n        OR NEW.valid_to < (SELECT max(paid_on) FROM partners_earning WHERE rate_id = OLD.id)\n    ) THEN\n        RAISE EXCEPTION 'commission rate % has priced payments: end it and add a new version', OLD.id;\n    END IF;\n    RETURN NEW;\n",
                    hash="f08f15107a672c79cebc26780bf95e3b7163092f",
                    operation="UPDATE",
                    pgid="pgtrigger_used_rate_stays_6f9ec",
                    table="partners_commissionrate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commissionrate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_commissionrateevent" ("business", "cap", "category", "center_id", "fixed", "hold_days", "id", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "valid_from", "valid_to", "version") VALUES (NEW."business", NEW."cap", NEW."category", NEW."center_id", NEW."fixed", NEW."hold_days", NEW."id", NEW."minimum", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rate", NEW."source", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="fcce723b6ba81d184bb9d4f8fc3d027c5ce6171d",
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
                    func='INSERT INTO "partners_commissionrateevent" ("business", "cap", "category", "center_id", "fixed", "hold_days", "id", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "valid_from", "valid_to", "version") VALUES (NEW."business", NEW."cap", NEW."category", NEW."center_id", NEW."fixed", NEW."hold_days", NEW."id", NEW."minimum", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rate", NEW."source", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="9a017d8a759a43195b8bd16acb23ead223068c2a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bd317",
                    table="partners_commissionrate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CommissionRateEvent",
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
                        to="partners.commissionrate",
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
                            ("top_up", "top-ups and Internet access"),
                            ("bill", "living-expense bills"),
                            ("train", "train tickets"),
                            ("air", "air tickets"),
                            ("hotel", "hotel rooms"),
                            ("withdrawal", "small cash withdrawals"),
                            ("registration", "registration and medicine"),
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
                            ("parcel_fee", "parcel fee"),
                            ("parcel_subsidy", "logistics subsidy"),
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                            ("service_fee", "service fee"),
                        ],
                        max_length=24,
                        verbose_name="category",
                    ),
                ),
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
                (
                    "hold_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="From the hand-over to the day it is earned.",
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days on hold",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where this rate was decided.",
                        max_length=200,
                        verbose_name="source",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ComplaintKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        max_length=20,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name in Chinese")),
                ("name_en", models.CharField(max_length=40, verbose_name="name in English")),
                (
                    "origin",
                    models.CharField(
                        choices=[("villager", "villager"), ("partner", "rural partner")],
                        max_length=8,
                        verbose_name="from whom",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days to the answer",
                    ),
                ),
                (
                    "judged",
                    models.BooleanField(
                        default=False,
                        help_text="The answer says whether the complaint is upheld.",
                        verbose_name="judged",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "kind of complaint",
                "verbose_name_plural": "kinds of complaints",
                "ordering": ["-origin", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 60)), name="complaint_kind_days"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintkind",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_complaintkindevent" ("code", "days", "id", "in_use", "judged", "name", "name_en", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."days", NEW."id", NEW."in_use", NEW."judged", NEW."name", NEW."name_en", NEW."origin", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="8993fe04ff9dfafbaa335575aca9d28f2c137cb9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_33a11",
                    table="partners_complaintkind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintkind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_complaintkindevent" ("code", "days", "id", "in_use", "judged", "name", "name_en", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."days", NEW."id", NEW."in_use", NEW."judged", NEW."name", NEW."name_en", NEW."origin", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="5dff01abbbd5b0445b4df23af7398e56f0e8462c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a47f5",
                    table="partners_complaintkind",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ComplaintKindEvent",
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
                        to="partners.complaintkind",
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
                    "code",
                    models.SlugField(
                        db_index=False,
                        max_length=20,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name in Chinese")),
                ("name_en", models.CharField(max_length=40, verbose_name="name in English")),
                (
                    "origin",
                    models.CharField(
                        choices=[("villager", "villager"), ("partner", "rural partner")],
                        max_length=8,
                        verbose_name="from whom",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days to the answer",
                    ),
                ),
                (
                    "judged",
                    models.BooleanField(
                        default=False,
                        help_text="The answer says whether the complaint is upheld.",
                        verbose_name="judged",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DepositRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("1.0", "1.0, village shop"), ("2.0", "2.0, full-time partner")],
                        max_length=3,
                        verbose_name="mode",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, help_text="In yuan.", max_digits=14, verbose_name="deposit"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where this amount was decided.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "deposit by mode",
                "verbose_name_plural": "deposits by mode",
                "ordering": ["mode", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("mode", "valid_from"), name="deposit_rate_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="deposit_rate_not_negative"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="depositrate",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="77e713e4f3a1ab90882824ebc749616e0b346525",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_be788",
                    table="partners_depositrate",
                    when="BEFORE",
                ),
            ),
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
                (
                    "requested_by",
                    models.ForeignKey(
                        help_text="Empty: the clock, or a command.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
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
            name="ClosingRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranges",
                        to="partners.monthclosing",
                    ),
                ),
                ("from_id", models.BigIntegerField()),
                ("to_id", models.BigIntegerField(null=True)),
                ("statements", models.PositiveIntegerField(default=0)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "range of a month closing",
                "verbose_name_plural": "ranges of month closings",
                "ordering": ["closing", "from_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("closing", "from_id"), name="closing_range_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubsidyRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: everywhere.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subsidies",
                        to="stations.countycenter",
                        verbose_name="only in this county",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of a guarantee: the floor of a full month. A festival bonus has brackets instead.",
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of a guarantee: so many calendar months; the one in which the tenure begins is the first.",
                        null=True,
                        verbose_name="months guaranteed",
                    ),
                ),
                (
                    "full_time_only",
                    models.BooleanField(
                        default=False,
                        help_text="Of a guarantee.",
                        verbose_name="only for full-time partners (2.0)",
                    ),
                ),
                (
                    "marginal",
                    models.BooleanField(
                        default=False,
                        help_text="Marginal: each bracket for the part that lies in it. Otherwise the bracket that is reached counts for the whole.",
                        verbose_name="marginal",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Why, and where it was decided; partners read it.",
                        max_length=200,
                        verbose_name="reason",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="The last day; empty: open.", null=True, verbose_name="valid to"
                    ),
                ),
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
                        verbose_name="put in force by",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="put in force at")),
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
                "verbose_name": "subsidy or bonus",
                "verbose_name_plural": "subsidies and bonuses",
                "ordering": ["category", "center", "-valid_from", "-pk"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("confirmed_at__isnull", False)),
                        expressions=[
                            ("category", "="),
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
                        name="subsidy_one_rule_a_day",
                        violation_error_message="Another rule covers some of these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0),
                                ("category__in", ["opening", "training"]),
                                ("marginal", False),
                                ("months__isnull", True),
                            ),
                            models.Q(
                                ("amount__gt", 0),
                                ("category", "guarantee"),
                                ("marginal", False),
                                ("months__gte", 1),
                            ),
                            models.Q(
                                ("amount__isnull", True),
                                ("category", "festival_bonus"),
                                ("months__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="subsidy_terms_fit_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="subsidy_ends_after_it_starts",
                        violation_error_message="A rule cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            ("proposed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="subsidy_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                        name="subsidy_decided_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subsidyrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5385471dedd625fc0a3dc00edc0f4f204ca2051e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_13fd2",
                    table="partners_subsidyrule",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subsidyrule",
            trigger=pgtrigger.compiler.Trigger(
                name="terms_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."months" IS DISTINCT FROM (NEW."months") OR OLD."full_time_only" IS DISTINCT FROM (NEW."full_time_only") OR OLD."marginal" IS DISTINCT FROM (NEW."marginal") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d937c8e78c870c4f328a222a48ca0edf644cde18",
                    operation="UPDATE",
                    pgid="pgtrigger_terms_stay_ccf09",
                    table="partners_subsidyrule",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subsidyrule",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL) AND (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ba86daa0b0b889001de024327e7c6a1f75788586",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_2a728",
                    table="partners_subsidyrule",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subsidyrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_subsidyruleevent" ("amount", "category", "center_id", "confirmed_at", "confirmed_by_id", "full_time_only", "id", "marginal", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "valid_from", "valid_to", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."amount", NEW."category", NEW."center_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."full_time_only", NEW."id", NEW."marginal", NEW."months", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."valid_from", NEW."valid_to", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="ed36223a97c80002695f31bf31c300cb05393271",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_81eb5",
                    table="partners_subsidyrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subsidyrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_subsidyruleevent" ("amount", "category", "center_id", "confirmed_at", "confirmed_by_id", "full_time_only", "id", "marginal", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "valid_from", "valid_to", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."amount", NEW."category", NEW."center_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."full_time_only", NEW."id", NEW."marginal", NEW."months", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."valid_from", NEW."valid_to", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="dfe97b348772fab75e8132c3d2bfdc7a7e1ce2b0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1c6b4",
                    table="partners_subsidyrule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SubsidyRuleEvent",
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
                        to="partners.subsidyrule",
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
                    "category",
                    models.CharField(
                        choices=[
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
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
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of a guarantee: the floor of a full month. A festival bonus has brackets instead.",
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of a guarantee: so many calendar months; the one in which the tenure begins is the first.",
                        null=True,
                        verbose_name="months guaranteed",
                    ),
                ),
                (
                    "full_time_only",
                    models.BooleanField(
                        default=False,
                        help_text="Of a guarantee.",
                        verbose_name="only for full-time partners (2.0)",
                    ),
                ),
                (
                    "marginal",
                    models.BooleanField(
                        default=False,
                        help_text="Marginal: each bracket for the part that lies in it. Otherwise the bracket that is reached counts for the whole.",
                        verbose_name="marginal",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Why, and where it was decided; partners read it.",
                        max_length=200,
                        verbose_name="reason",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="The last day; empty: open.", null=True, verbose_name="valid to"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed at")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put in force by",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="put in force at")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubsidySlab",
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
                        related_name="slabs",
                        to="partners.subsidyrule",
                        verbose_name="rule",
                    ),
                ),
                ("at_least", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="from")),
                (
                    "below",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="below"),
                ),
                (
                    "fixed",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="fixed amount"
                    ),
                ),
                (
                    "share",
                    models.DecimalField(decimal_places=5, max_digits=7, null=True, verbose_name="share"),
                ),
            ],
            options={
                "verbose_name": "bracket of a bonus",
                "verbose_name_plural": "brackets of bonuses",
                "ordering": ["rule", "at_least"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("rule", "="),
                            (models.Func("at_least", "below", models.Value("[)"), function="numrange"), "&&"),
                        ],
                        name="subsidy_slabs_do_not_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at_least__gte", 0),
                            models.Q(
                                ("below__isnull", True), ("below__gt", models.F("at_least")), _connector="OR"
                            ),
                        ),
                        name="subsidy_slab_is_a_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fixed__gte", 0), ("share__isnull", True)),
                            models.Q(("fixed__isnull", True), ("share__gte", 0), ("share__lte", 1)),
                            _connector="OR",
                        ),
                        name="subsidy_slab_fixed_or_share",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subsidyslab",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cf2c8d33fdc4292e57c652e1d02c30ce8bde67a4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_03439",
                    table="partners_subsidyslab",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CountyMonth",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="months",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("approved", "approved by the county"),
                            ("locked", "locked"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "county's month",
                "verbose_name_plural": "counties' months",
                "ordering": ["-month", "center__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "month"), name="county_month_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="county_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("locked_by__isnull", True),
                            models.Q(("locked_by", models.F("approved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="county_month_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", True), ("locked_by__isnull", True), ("status", "open")
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("locked_by__isnull", True),
                                ("status", "approved"),
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("locked_by__isnull", False),
                                ("status", "locked"),
                            ),
                            _connector="OR",
                        ),
                        name="county_month_state_has_its_people",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countymonth",
            trigger=pgtrigger.compiler.Trigger(
                name="county_month_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{approved:locked,approved:open,locked:open,open:approved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="94174c79da6dcb963e27b21dd9716a1dbe0bf50e",
                    operation="UPDATE",
                    pgid="pgtrigger_county_month_lifecycle_799db",
                    table="partners_countymonth",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countymonth",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0d418b86dd2c4570747b62ee05fa3673ce98a9c5",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_60d17",
                    table="partners_countymonth",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CountyMonthChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "county_month",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="partners.countymonth",
                        verbose_name="county's month",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("approved", "approved by the county"),
                            ("locked", "locked"),
                        ],
                        max_length=10,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("approved", "approved by the county"),
                            ("locked", "locked"),
                        ],
                        max_length=10,
                        verbose_name="after",
                    ),
                ),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "step of a county's month",
                "verbose_name_plural": "steps of counties' months",
                "ordering": ["-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countymonthchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="11e610cca2476f1357a2731cb195f578e4933b24",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5a1e8",
                    table="partners_countymonthchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PayoutRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(unique=True, verbose_name="from")),
                (
                    "least",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="In yuan; less is carried over.",
                        max_digits=14,
                        verbose_name="least amount",
                    ),
                ),
                (
                    "day_of_month",
                    models.PositiveSmallIntegerField(
                        help_text="On which the month before is paid out.",
                        verbose_name="day of the next month",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "payout rule",
                "verbose_name_plural": "payout rules",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("least__gt", 0)), name="payout_rule_least_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day_of_month__range", (1, 28))),
                        name="payout_rule_day_is_in_every_month",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b5e15f6771e50531469c771db869a502e90a21e7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_680a4",
                    table="partners_payoutrule",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PayoutBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                (
                    "number",
                    models.PositiveSmallIntegerField(help_text="Within the month.", verbose_name="number"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "to be checked"),
                            ("checked", "checked"),
                            ("released", "released"),
                            ("settled", "settled"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="payouts")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("sent_count", models.PositiveIntegerField(default=0, verbose_name="payouts sent")),
                (
                    "sent_amount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="sent"),
                ),
                (
                    "built_by",
                    models.ForeignKey(
                        help_text="Empty: the clock, or a command.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="built by",
                    ),
                ),
                ("built_at", models.DateTimeField(auto_now_add=True, verbose_name="built at")),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="checked at")),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                ("released_at", models.DateTimeField(null=True, verbose_name="released at")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cancelled by",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "payout batch",
                "verbose_name_plural": "payout batches",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "number"), name="payout_batch_number_once_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="payout_batch_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by__isnull", True),
                            models.Q(
                                ("checked_by__isnull", False),
                                models.Q(("released_by", models.F("checked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payout_batch_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_by__isnull", True),
                                ("released_by__isnull", True),
                                ("status", "draft"),
                            ),
                            models.Q(
                                ("checked_by__isnull", False),
                                ("released_by__isnull", True),
                                ("status", "checked"),
                            ),
                            models.Q(("released_by__isnull", False), ("status__in", ["released", "settled"])),
                            models.Q(("released_by__isnull", True), ("status", "cancelled")),
                            _connector="OR",
                        ),
                        name="payout_batch_state_has_its_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_amount__lte", models.F("amount")), ("sent_count__lte", models.F("count"))
                        ),
                        name="payout_batch_sends_no_more_than_planned",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_batch_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{checked:cancelled,checked:released,draft:cancelled,draft:checked,released:settled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e1ae17635b0a8edf4abcb8b2a42802a83e538bfc",
                    operation="UPDATE",
                    pgid="pgtrigger_payout_batch_lifecycle_251cd",
                    table="partners_payoutbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="built_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."month" IS DISTINCT FROM (NEW."month") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."built_by_id" IS DISTINCT FROM (NEW."built_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="16450775b16b655b766e3b621a5972138effb1e5",
                    operation="UPDATE",
                    pgid="pgtrigger_built_once_6c378",
                    table="partners_payoutbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="33286dc3eba7db8672c8adf863f4ce8cfcaec668",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_dd550",
                    table="partners_payoutbatch",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PayoutFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="partners.payoutbatch",
                        verbose_name="payout batch",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("bank", "bank account"), ("alipay", "Alipay")],
                        max_length=8,
                        verbose_name="paid through",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="payouts")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "payout file",
                "verbose_name_plural": "payout files",
                "ordering": ["batch", "channel"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "channel"), name="payout_file_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="79c03beaf7e91d02fa7bdebbdcc43deb5a771030",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6a1ef",
                    table="partners_payoutfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ResultFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="partners.payoutbatch",
                        verbose_name="payout batch",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="file")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                ("paid", models.PositiveIntegerField(verbose_name="paid")),
                ("failed", models.PositiveIntegerField(verbose_name="failed")),
                ("returned", models.PositiveIntegerField(verbose_name="returned")),
                ("unchanged", models.PositiveIntegerField(verbose_name="known already")),
                ("refused", models.JSONField(default=list, verbose_name="rows that were refused")),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
                ("read_at", models.DateTimeField(auto_now_add=True, verbose_name="read at")),
            ],
            options={
                "verbose_name": "result file",
                "verbose_name_plural": "result files",
                "ordering": ["-pk"],
                "constraints": [models.UniqueConstraint(fields=("batch", "digest"), name="result_file_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resultfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3ec4431fa2e6755abeaa6337b4211b506498f688",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_49344",
                    table="partners_resultfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Vacancy",
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
                        related_name="vacancies",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="last day for applications")),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        help_text="What applicants read about the place.",
                        max_length=300,
                        verbose_name="in words",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("filled", "filled"), ("withdrawn", "withdrawn")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
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
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
            ],
            options={
                "verbose_name": "vacancy",
                "verbose_name_plural": "vacancies",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("station",),
                        name="vacancy_one_open_per_station",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancy",
            trigger=pgtrigger.compiler.Trigger(
                name="vacancy_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:filled,open:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="5f13cc9e6dfa89bedcdf2296e7d45c7b9fe01442",
                    operation="UPDATE",
                    pgid="pgtrigger_vacancy_lifecycle_f4ae8",
                    table="partners_vacancy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancy",
            trigger=pgtrigger.compiler.Trigger(
                name="vacancy_stays_where_it_is",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4668665ed8f83a56a278008266ef721190ba36fc",
                    operation="UPDATE",
                    pgid="pgtrigger_vacancy_stays_where_it_is_fdfbc",
                    table="partners_vacancy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9c1994dc06e387dff1edb70273fdd6d7c2b0af8c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_57bf3",
                    table="partners_vacancy",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="VacancyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="partners.vacancy",
                        verbose_name="vacancy",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[("open", "open"), ("filled", "filled"), ("withdrawn", "withdrawn")],
                        max_length=10,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[("open", "open"), ("filled", "filled"), ("withdrawn", "withdrawn")],
                        max_length=10,
                        verbose_name="after",
                    ),
                ),
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
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "step of a vacancy",
                "verbose_name_plural": "steps of vacancies",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c1b4055c7b1ed0860891621ade481ef5001028c0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bf587",
                    table="partners_vacancychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="InterviewCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        max_length=20,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "interview criterion",
                "verbose_name_plural": "interview criteria",
                "ordering": ["position", "pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interviewcriterion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_interviewcriterionevent" ("code", "id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="4bcee510b215488cbf4316dd4d2ff37e503ccf2b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d78bd",
                    table="partners_interviewcriterion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interviewcriterion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_interviewcriterionevent" ("code", "id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="425519f63e5cf0bdab7959c25af81472a7f2c7d8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2d832",
                    table="partners_interviewcriterion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="InterviewCriterionEvent",
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
                        to="partners.interviewcriterion",
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
                    "code",
                    models.SlugField(
                        db_index=False,
                        max_length=20,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        max_length=20,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("start", "starting a station"),
                            ("trade", "agent orders and produce"),
                            ("money", "cash, float and accounts"),
                            ("logistics", "parcels and second leg"),
                            ("services", "counter services"),
                        ],
                        max_length=12,
                        verbose_name="subject",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="required before an opening")),
                ("hours", models.PositiveSmallIntegerField(default=8, verbose_name="hours")),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="pass mark, of 100",
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Left empty: for ever.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="valid for so many months",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "course",
                "verbose_name_plural": "courses",
                "ordering": ["-required", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pass_mark__lte", 100)), name="course_pass_mark_of_hundred"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="course",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_courseevent" ("code", "hours", "id", "in_use", "name", "pass_mark", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "subject", "valid_months") VALUES (NEW."code", NEW."hours", NEW."id", NEW."in_use", NEW."name", NEW."pass_mark", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."required", NEW."subject", NEW."valid_months"); RETURN NULL;',
                    hash="45045c2ba2d1887bc230201f3a1e984b7a6122bc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d5ebd",
                    table="partners_course",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="course",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_courseevent" ("code", "hours", "id", "in_use", "name", "pass_mark", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "subject", "valid_months") VALUES (NEW."code", NEW."hours", NEW."id", NEW."in_use", NEW."name", NEW."pass_mark", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."required", NEW."subject", NEW."valid_months"); RETURN NULL;',
                    hash="404ef762a9ebc6cd8ec8281901ce216d7eef7bc4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f7a3d",
                    table="partners_course",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CourseEvent",
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
                        to="partners.course",
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
                    "code",
                    models.SlugField(
                        db_index=False,
                        max_length=20,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("start", "starting a station"),
                            ("trade", "agent orders and produce"),
                            ("money", "cash, float and accounts"),
                            ("logistics", "parcels and second leg"),
                            ("services", "counter services"),
                        ],
                        max_length=12,
                        verbose_name="subject",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="required before an opening")),
                ("hours", models.PositiveSmallIntegerField(default=8, verbose_name="hours")),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="pass mark, of 100",
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Left empty: for ever.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="valid for so many months",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="partners.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_sessions",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                ("starts_at", models.TimeField(default=datetime.time(9, 0), verbose_name="begins at")),
                ("room", models.CharField(max_length=60, verbose_name="room")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats"
                    ),
                ),
                ("trainer", models.CharField(blank=True, max_length=60, verbose_name="taught by")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "planned"), ("held", "held"), ("cancelled", "cancelled")],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="planned by",
                    ),
                ),
            ],
            options={
                "verbose_name": "training session",
                "verbose_name_plural": "training sessions",
                "ordering": ["-held_on", "-pk"],
                "indexes": [models.Index(fields=["center", "held_on"], name="training_session_to_come")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingsession",
            trigger=pgtrigger.compiler.Trigger(
                name="training_session_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{planned:cancelled,planned:held}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="1c2ae13f5f9873183ca188ffe87c43f7fa9387ed",
                    operation="UPDATE",
                    pgid="pgtrigger_training_session_lifecycle_6986b",
                    table="partners_trainingsession",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingsession",
            trigger=pgtrigger.compiler.Trigger(
                name="training_session_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."course_id" IS DISTINCT FROM (NEW."course_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="212cd55fef93762cec68a22dc4c2a9254d66f886",
                    operation="UPDATE",
                    pgid="pgtrigger_training_session_stays_68ccf",
                    table="partners_trainingsession",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingsession",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4e23197f941144833e64778f25f91c7f3e9c1b2e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_790fc",
                    table="partners_trainingsession",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="what would change")),
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
                    "activated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="activated by",
                    ),
                ),
                ("activated_at", models.DateTimeField(null=True, verbose_name="activated at")),
                ("valid_from", models.DateField(null=True, verbose_name="in force from")),
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
                "verbose_name": "draft of rates and subsidies",
                "verbose_name_plural": "drafts of rates and subsidies",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("activated_by__isnull", True),
                            ("proposed_by__isnull", True),
                            models.Q(("activated_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="draft_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activated_at__isnull", True), ("valid_from__isnull", True)),
                            models.Q(
                                ("activated_at__isnull", False),
                                ("valid_from__isnull", False),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="draft_activated_from_a_day",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draft",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="077bde5decd7031efb9478ede588e5270ee43a83",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_b96b7",
                    table="partners_draft",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draft",
            trigger=pgtrigger.compiler.Trigger(
                name="proposed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7fe15f3149f78da4ebbd11781e3c2618e24442ee",
                    operation="UPDATE",
                    pgid="pgtrigger_proposed_once_9875e",
                    table="partners_draft",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draft",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."activated_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="afd1cd75aee053d32e17305f9537984d7f4f3c01",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_ff692",
                    table="partners_draft",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="DraftRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="partners.draft",
                        verbose_name="draft of rates and subsidies",
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
                            ("top_up", "top-ups and Internet access"),
                            ("bill", "living-expense bills"),
                            ("train", "train tickets"),
                            ("air", "air tickets"),
                            ("hotel", "hotel rooms"),
                            ("withdrawal", "small cash withdrawals"),
                            ("registration", "registration and medicine"),
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
                            ("parcel_fee", "parcel fee"),
                            ("parcel_subsidy", "logistics subsidy"),
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                            ("service_fee", "service fee"),
                        ],
                        max_length=24,
                        verbose_name="category",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                        verbose_name="only in this county",
                    ),
                ),
                ("rate", models.DecimalField(decimal_places=5, max_digits=7, null=True, verbose_name="rate")),
                (
                    "fixed",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="fixed amount"
                    ),
                ),
                (
                    "minimum",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="at least"),
                ),
                (
                    "cap",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="at most"),
                ),
                ("hold_days", models.PositiveSmallIntegerField(default=7, verbose_name="days on hold")),
            ],
            options={
                "verbose_name": "rate of a draft",
                "verbose_name_plural": "rates of drafts",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "business", "category", "center"),
                        name="draft_rate_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draftrate",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="89b5ab50ef2923c73d8fea9a5afa49f97e51daec",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c09df",
                    table="partners_draftrate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="DraftRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.draft",
                        verbose_name="draft of rates and subsidies",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.subsidyrule",
                        verbose_name="subsidy or bonus",
                    ),
                ),
            ],
            options={
                "verbose_name": "subsidy of a draft",
                "verbose_name_plural": "subsidies of drafts",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("draft", "rule"), name="draft_rule_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draftrule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bf55cc1e848b1275677d57c4cf228b0ae2450ff2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7ee15",
                    table="partners_draftrule",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TrialRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="partners.draft",
                        verbose_name="draft of rates and subsidies",
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                (
                    "since",
                    models.DateField(
                        help_text="Empty: always.", null=True, verbose_name="as if in force since"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                ("requested_at", models.DateTimeField(auto_now_add=True, verbose_name="asked for at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
            ],
            options={
                "verbose_name": "trial run",
                "verbose_name_plural": "trial runs",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="trial_month_is_its_first_day"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trialrun",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c34da11605824fca189c004a4c4fa68fec81de2c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c89bd",
                    table="partners_trialrun",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TrialRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranges",
                        to="partners.trialrun",
                    ),
                ),
                ("from_id", models.BigIntegerField()),
                ("to_id", models.BigIntegerField(null=True)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("paid", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "range of a trial run",
                "verbose_name_plural": "ranges of trial runs",
                "ordering": ["run", "from_id"],
                "constraints": [models.UniqueConstraint(fields=("run", "from_id"), name="trial_range_once")],
            },
        ),
        migrations.CreateModel(
            name="PasswordCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="password_codes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="login",
                    ),
                ),
                ("code_hash", models.CharField(editable=False, max_length=64)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("expires_at", models.DateTimeField(verbose_name="good until")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used at")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced at")),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0, verbose_name="wrong tries")),
            ],
            options={
                "verbose_name": "one-time code",
                "verbose_name_plural": "one-time codes",
                "ordering": ["-issued_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True), ("used_at__isnull", True)),
                        fields=("user",),
                        name="password_code_one_open_per_login",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_tries__lte", 5)), name="password_code_tries_are_limited"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("issued_at"))),
                        name="password_code_expires_after_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at__isnull", True), ("replaced_at__isnull", True), _connector="OR"
                        ),
                        name="password_code_used_or_replaced",
                    ),
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
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1[0-9]{10}\\Z", "A mobile number has 11 digits and begins with 1."
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
            ],
            options={
                "verbose_name": "rural partner",
                "verbose_name_plural": "rural partners",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("identity_fingerprint", ""), _negated=True),
                        fields=("identity_fingerprint",),
                        name="partner_identity_once",
                    )
                ],
            },
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
        migrations.CreateModel(
            name="PartnerEvent",
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
                        to="partners.partner",
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
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1[0-9]{10}\\Z", "A mobile number has 11 digits and begins with 1."
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
            ],
            options={
                "abstract": False,
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
            ],
            options={
                "verbose_name": "tenure",
                "verbose_name_plural": "tenures",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("station", "="),
                            (
                                models.Func("starts_on", "ends_on", models.Value("[]"), function="daterange"),
                                "&&",
                            ),
                        ],
                        name="tenure_one_partner_at_a_time",
                        violation_error_message="Somebody else runs this station in these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="tenure_ends_after_it_starts",
                        violation_error_message="A tenure cannot end before it starts.",
                    ),
                ],
            },
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
        migrations.CreateModel(
            name="TenureEvent",
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
                        to="partners.tenure",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TenureSuspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tenure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="partners.tenure",
                        verbose_name="tenure",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="to")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
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
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
            ],
            options={
                "verbose_name": "suspension of a partner",
                "verbose_name_plural": "suspensions of partners",
                "ordering": ["-starts_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("tenure",),
                        name="tenure_one_open_suspension",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="tenure_suspension_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnouncementRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reads",
                        to="partners.announcement",
                        verbose_name="announcement",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                ("read_at", models.DateTimeField(verbose_name="opened at")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
            ],
            options={
                "verbose_name": "reading of an announcement",
                "verbose_name_plural": "readings of announcements",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("announcement", "partner"), name="announcement_read_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcementread",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0f994f6e42b6ad028dd821ff13e0a74fc3b61f09",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1db9c",
                    table="partners_announcementread",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcementread",
            trigger=pgtrigger.compiler.Trigger(
                name="read_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."announcement_id" IS DISTINCT FROM (NEW."announcement_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."read_at" IS DISTINCT FROM (NEW."read_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="321419e44086b9b93d505a738e75a68606eaf8f6",
                    operation="UPDATE",
                    pgid="pgtrigger_read_once_8bdd3",
                    table="partners_announcementread",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcementread",
            trigger=pgtrigger.compiler.Trigger(
                name="confirmed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b9cf91d0f8848b56335279aad6db1d0b5789405a",
                    operation="UPDATE",
                    pgid="pgtrigger_confirmed_once_128a5",
                    table="partners_announcementread",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Complaint",
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
                        related_name="complaints",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.complaintkind",
                        verbose_name="kind of complaint",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("villager", "villager"), ("partner", "rural partner")],
                        max_length=8,
                        verbose_name="from whom",
                    ),
                ),
                ("judged", models.BooleanField(default=False, verbose_name="judged")),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="villager")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=11,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1[0-9]{10}\\Z", "A mobile number has 11 digits and begins with 1."
                            )
                        ],
                        verbose_name="mobile number",
                    ),
                ),
                ("subject", models.CharField(max_length=60, verbose_name="what it is about")),
                ("text", models.CharField(blank=True, max_length=1000, verbose_name="in full")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
                ("form_token", models.CharField(editable=False, max_length=100, null=True, unique=True)),
                ("due_on", models.DateField(verbose_name="answer due")),
                (
                    "status",
                    models.CharField(
                        choices=[("received", "received"), ("in_hand", "in hand"), ("answered", "answered")],
                        default="received",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                (
                    "for_station",
                    models.CharField(blank=True, max_length=200, verbose_name="told to the partner"),
                ),
                ("upheld", models.BooleanField(null=True, verbose_name="upheld")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("forgotten_at", models.DateTimeField(editable=False, null=True, verbose_name="erased at")),
            ],
            options={
                "verbose_name": "complaint or question",
                "verbose_name_plural": "complaints and questions",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "answered"), _negated=True),
                        fields=["due_on"],
                        name="complaint_open_due",
                    ),
                    models.Index(
                        condition=models.Q(("phone__isnull", False)),
                        fields=["phone"],
                        name="complaint_with_number",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("name", ""),
                                ("origin", "partner"),
                                ("partner__isnull", False),
                                ("phone__isnull", True),
                            ),
                            models.Q(("origin", "villager"), ("partner__isnull", True)),
                            _connector="OR",
                        ),
                        name="complaint_from_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("status", "answered"), _negated=True),
                                ("answer", ""),
                                ("answered_at__isnull", True),
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("status", "answered"),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_answered_with_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("judged", True), ("status", "answered"), ("upheld__isnull", False)),
                            models.Q(
                                models.Q(("judged", True), ("status", "answered"), _negated=True),
                                ("upheld__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_upheld_or_not_once_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("forgotten_at__isnull", True), models.Q(("text", ""), _negated=True)),
                            models.Q(
                                ("forgotten_at__isnull", False),
                                ("name", ""),
                                ("phone__isnull", True),
                                ("text", ""),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_forgotten_leaves_nothing",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{in_hand:answered,received:answered,received:in_hand}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a89b328b7210bc42769af22b233c7242cad06a5b",
                    operation="UPDATE",
                    pgid="pgtrigger_complaint_lifecycle_60d03",
                    table="partners_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1870ce72201bff07c41f5f6adaa9629f75dbac98",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_892d7",
                    table="partners_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="received_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."judged" IS DISTINCT FROM (NEW."judged") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4e82411d130236343f0ca80c28163d75e64fe312",
                    operation="UPDATE",
                    pgid="pgtrigger_received_once_27b45",
                    table="partners_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="answered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answered_at" IS NOT NULL AND (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."for_station" IS DISTINCT FROM (NEW."for_station") OR OLD."upheld" IS DISTINCT FROM (NEW."upheld") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="83f34580667642a0ec98c88559ca27c753245599",
                    operation="UPDATE",
                    pgid="pgtrigger_answered_once_c745c",
                    table="partners_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ComplaintChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="partners.complaint",
                        verbose_name="complaint or question",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[("received", "received"), ("in_hand", "in hand"), ("answered", "answered")],
                        max_length=8,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[("received", "received"), ("in_hand", "in hand"), ("answered", "answered")],
                        max_length=8,
                        verbose_name="after",
                    ),
                ),
                ("upheld", models.BooleanField(null=True, verbose_name="upheld")),
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
                ("at", models.DateTimeField(verbose_name="at")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "step of a complaint",
                "verbose_name_plural": "steps of complaints",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("after", "answered")),
                        fields=("complaint",),
                        name="complaint_answered_once",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bb45486f2e87d22bc1290fe35f5ceb066d84180a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9d4b4",
                    table="partners_complaintchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "tenure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="partners.tenure",
                        verbose_name="tenure",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="contract number")),
                (
                    "mode",
                    models.CharField(
                        choices=[("1.0", "1.0, village shop"), ("2.0", "2.0, full-time partner")],
                        max_length=3,
                        verbose_name="mode",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="By the paper; empty: until somebody ends it.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "deposit_due",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="deposit due"),
                ),
                (
                    "frozen",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="deposit held"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drafted", "drafted"),
                            ("signed", "signed"),
                            ("in_force", "in force"),
                            ("ended", "ended"),
                            ("terminated", "terminated"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("signed_on", models.DateField(null=True, verbose_name="signed on")),
                ("over_on", models.DateField(null=True, verbose_name="last day")),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="partners.contract",
                        verbose_name="contract before",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                ("drafted_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
            ],
            options={
                "verbose_name": "contract",
                "verbose_name_plural": "contracts",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("signed_on__isnull", True), ("status", "terminated"), _negated=True
                        ),
                        fields=("number",),
                        name="contract_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")),
                        fields=("station",),
                        name="contract_one_in_force_a_station",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["drafted", "signed"])),
                        fields=("partner", "station"),
                        name="contract_one_unfinished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="contract_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deposit_due__gte", 0), ("frozen__gte", 0)),
                        name="contract_deposit_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("over_on__isnull", True),
                                ("signed_on__isnull", True),
                                ("status", "drafted"),
                                ("tenure__isnull", True),
                            ),
                            models.Q(
                                ("over_on__isnull", True),
                                ("signed_on__isnull", False),
                                ("status", "signed"),
                                ("tenure__isnull", True),
                            ),
                            models.Q(
                                ("over_on__isnull", True),
                                ("signed_on__isnull", False),
                                ("status", "in_force"),
                                ("tenure__isnull", False),
                            ),
                            models.Q(
                                ("over_on__isnull", False),
                                ("signed_on__isnull", False),
                                ("status", "ended"),
                                ("tenure__isnull", False),
                            ),
                            models.Q(("over_on__isnull", False), ("status", "terminated")),
                            _connector="OR",
                        ),
                        name="contract_state_has_its_days",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="contract_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{drafted:signed,drafted:terminated,in_force:ended,in_force:terminated,signed:in_force,signed:terminated}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="ac8d9e7e97d1b8852cb9766facb5094b874f8265",
                    operation="UPDATE",
                    pgid="pgtrigger_contract_lifecycle_b1008",
                    table="partners_contract",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="drafted_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."deposit_due" IS DISTINCT FROM (NEW."deposit_due") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8597c57b1079affe101199cc4dbc3fbd9117d1a2",
                    operation="UPDATE",
                    pgid="pgtrigger_drafted_once_9f366",
                    table="partners_contract",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1a73b4032b7c2e858c0784d0d5a9975cf1131c79",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_16cae",
                    table="partners_contract",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ContractChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="partners.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("drafted", "drafted"),
                            ("signed", "signed"),
                            ("in_force", "in force"),
                            ("ended", "ended"),
                            ("terminated", "terminated"),
                        ],
                        max_length=10,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("drafted", "drafted"),
                            ("signed", "signed"),
                            ("in_force", "in force"),
                            ("ended", "ended"),
                            ("terminated", "terminated"),
                        ],
                        max_length=10,
                        verbose_name="after",
                    ),
                ),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "step of a contract",
                "verbose_name_plural": "steps of contracts",
                "ordering": ["-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f46ab637f1f0c9a5f515531610f8a1cfdca87b46",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f3680",
                    table="partners_contractchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="DepositEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="partners.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paid_in", "paid in"),
                            ("debt", "taken for a debt"),
                            ("damage", "taken for a damage"),
                            ("release", "released"),
                            ("carried_in", "taken over from the contract before"),
                            ("carried_out", "taken over into the next contract"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "receipt",
                    models.CharField(blank=True, max_length=60, verbose_name="number on the bank's receipt"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
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
                "verbose_name": "deposit entry",
                "verbose_name_plural": "deposit entries",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="deposit_entry_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["carried_in", "carried_out"]),
                            ("confirmed_at__isnull", True),
                            models.Q(
                                ("confirmed_by__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deposit_entry_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_by__isnull", True),
                                ("confirmed_at__isnull", False),
                                _connector="OR",
                            ),
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="deposit_entry_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind", "paid_in"), _negated=True),
                                models.Q(("receipt", ""), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("kind__in", ["debt", "damage", "release"]), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="deposit_entry_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "paid_in"), ("withdrawn_at__isnull", True)),
                        fields=("receipt",),
                        name="deposit_receipt_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("contract",),
                        name="deposit_entry_one_open",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="depositentry",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5bb14b267b8da31946b5efd88505a9f5cb210e23",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_9aebf",
                    table="partners_depositentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="depositentry",
            trigger=pgtrigger.compiler.Trigger(
                name="recorded_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."receipt" IS DISTINCT FROM (NEW."receipt") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c7211c3da58e2111b869f48c888d80135a8bccee",
                    operation="UPDATE",
                    pgid="pgtrigger_recorded_once_31b73",
                    table="partners_depositentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="depositentry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="cc4d53dc3642ce64957c1645d9495e17034dc44d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5844c",
                    table="partners_depositentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="HandOverProtocol",
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
                            ("hand_over", "to the next partner"),
                            ("suspension", "the partner is suspended"),
                        ],
                        max_length=10,
                        verbose_name="what for",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocols",
                        to="partners.contract",
                        verbose_name="contract of who gives",
                    ),
                ),
                (
                    "next_contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocols_received",
                        to="partners.contract",
                        verbose_name="contract of who takes",
                    ),
                ),
                (
                    "stock",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="counted"
                    ),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="counted before",
                    ),
                ),
                ("counted_at", models.DateTimeField(auto_now_add=True, verbose_name="counted at")),
                ("day", models.DateField(null=True, verbose_name="first day of the next one")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="carried out by",
                    ),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="carried out at")),
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
                "verbose_name": "hand-over protocol",
                "verbose_name_plural": "hand-over protocols",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "hand_over"), ("next_contract__isnull", False)),
                            models.Q(("kind", "suspension"), ("next_contract__isnull", True)),
                            _connector="OR",
                        ),
                        name="protocol_names_who_takes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                        name="protocol_decided_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("contract",),
                        name="protocol_one_open",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handoverprotocol",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."done_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="77963bc4b795be3ed5558d5ecc026ebd28934704",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_d5d5f",
                    table="partners_handoverprotocol",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handoverprotocol",
            trigger=pgtrigger.compiler.Trigger(
                name="counted_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."next_contract_id" IS DISTINCT FROM (NEW."next_contract_id") OR OLD."stock" IS DISTINCT FROM (NEW."stock") OR OLD."counted_by_id" IS DISTINCT FROM (NEW."counted_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="85297bd1978d07a5504ba6b649e985610c83c931",
                    operation="UPDATE",
                    pgid="pgtrigger_counted_once_e26e9",
                    table="partners_handoverprotocol",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handoverprotocol",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ed6fb8abc542b6d73226259993fa3d960f969bcb",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_9de8d",
                    table="partners_handoverprotocol",
                    when="BEFORE",
                ),
            ),
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
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="stations.countycenter",
                        verbose_name="county operation center",
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
                            ("parcel_fee", "parcel fee, received in cash"),
                            ("parcel", "parcel handed over"),
                            ("service_fee", "service fee, received in cash"),
                            ("event", "event that may earn a subsidy"),
                            ("guarantee", "month filled up to its guarantee"),
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
                            ("top_up", "top-ups and Internet access"),
                            ("bill", "living-expense bills"),
                            ("train", "train tickets"),
                            ("air", "air tickets"),
                            ("hotel", "hotel rooms"),
                            ("withdrawal", "small cash withdrawals"),
                            ("registration", "registration and medicine"),
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
                            ("parcel_fee", "parcel fee"),
                            ("parcel_subsidy", "logistics subsidy"),
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                            ("service_fee", "service fee"),
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
                ("source_key", models.CharField(max_length=80, verbose_name="source key")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "journal row",
                "verbose_name_plural": "journal",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["subject"], name="activity_subject"),
                    models.Index(fields=["station", "business_date"], name="activity_station_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source_key",), name="activity_source_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("kind__in", ["placed", "paid"])),
                            models.Q(("amount__lt", 0), ("kind", "refund")),
                            models.Q(("amount", 0), ("kind", "handed_over")),
                            models.Q(
                                ("amount__gt", 0), ("kind__in", ["parcel_fee", "service_fee"]), ("orders", 1)
                            ),
                            models.Q(
                                ("amount__lt", 0), ("kind__in", ["parcel_fee", "service_fee"]), ("orders", -1)
                            ),
                            models.Q(("amount", 0), ("kind", "parcel"), ("orders__in", [1, -1])),
                            models.Q(("amount__gte", 0), ("kind", "event"), ("orders", 0)),
                            models.Q(
                                ("kind", "guarantee"), ("orders", 0), models.Q(("amount", 0), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="activity_sign_fits_kind",
                    ),
                ],
            },
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
                        db_constraint=False,
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
                "constraints": [
                    models.UniqueConstraint(fields=("consumer", "activity"), name="pending_once_per_consumer")
                ],
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
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="stations.countycenter",
                        verbose_name="county operation center",
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
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("lines", models.PositiveIntegerField(verbose_name="lines")),
                (
                    "earned",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="earned in the month"),
                ),
                (
                    "received_in_cash",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Beside what was earned: the partner has it already, and it is not paid again.",
                        max_digits=14,
                        verbose_name="received in cash",
                    ),
                ),
                (
                    "adjusted",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="What two people added or took off by hand.",
                        max_digits=14,
                        verbose_name="adjustments",
                    ),
                ),
                (
                    "deducted",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Kept back, as a number.",
                        max_digits=14,
                        verbose_name="deductions",
                    ),
                ),
                (
                    "brought_forward",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Owed from before and not paid out when the month was closed; below zero: a debt.",
                        max_digits=14,
                        verbose_name="carried over",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="partners.statement",
                        verbose_name="version before",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "written_by",
                    models.ForeignKey(
                        help_text="Who had the month opened again; empty: the closing.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("closed_at", models.DateTimeField(auto_now_add=True, verbose_name="closed at")),
            ],
            options={
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
                "ordering": ["-month", "partner"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "month", "version"), name="statement_once_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="statement_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deducted__gte", 0)), name="statement_deducts_a_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("supersedes__isnull", True), ("version", 1)),
                            models.Q(
                                ("supersedes__isnull", False),
                                ("version__gt", 1),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statement_superseded_for_a_reason",
                    ),
                ],
            },
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
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earning",
                        to="partners.activity",
                        verbose_name="journal row",
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
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="stations.station",
                        verbose_name="village service station",
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
                            ("top_up", "top-ups and Internet access"),
                            ("bill", "living-expense bills"),
                            ("train", "train tickets"),
                            ("air", "air tickets"),
                            ("hotel", "hotel rooms"),
                            ("withdrawal", "small cash withdrawals"),
                            ("registration", "registration and medicine"),
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
                            ("parcel_fee", "parcel fee"),
                            ("parcel_subsidy", "logistics subsidy"),
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                            ("service_fee", "service fee"),
                        ],
                        max_length=24,
                        verbose_name="category",
                    ),
                ),
                ("subject", models.CharField(max_length=40, verbose_name="subject")),
                (
                    "rate",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Empty: no rate was in force on that day, so nothing was earned.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="partners.commissionrate",
                        verbose_name="commission rate",
                    ),
                ),
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
                        help_text="The signed amount of the journal row; of a subsidy the number of parcels.",
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
                    "received_in_cash",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Beside the amount: the partner has it already, and it is not paid again.",
                        max_digits=14,
                        verbose_name="received in cash",
                    ),
                ),
                (
                    "earned_on",
                    models.DateField(
                        help_text="Hand-over plus the hold; empty: pending.",
                        null=True,
                        verbose_name="earned on",
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
                ("priced_at", models.DateTimeField(auto_now_add=True, verbose_name="priced at")),
            ],
            options={
                "verbose_name": "earning",
                "verbose_name_plural": "earnings",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["subject", "category"], name="earning_subject"),
                    models.Index(fields=["rate", "paid_on"], name="earning_rate_day"),
                    models.Index(
                        condition=models.Q(("statement__isnull", True)),
                        fields=["partner", "earned_on"],
                        name="earning_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis_total__gte", 0)), name="earning_basis_never_below_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received_in_cash", 0),
                            models.Q(("amount", 0), ("received_in_cash", models.F("basis"))),
                            _connector="OR",
                        ),
                        name="earning_cash_is_not_paid_again",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("statement__isnull", True), ("earned_on__isnull", False), _connector="OR"
                        ),
                        name="earning_settled_only_when_earned",
                    ),
                ],
            },
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
                    condition='WHEN (OLD."activity_id" IS DISTINCT FROM (NEW."activity_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."business" IS DISTINCT FROM (NEW."business") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."rate_id" IS DISTINCT FROM (NEW."rate_id") OR OLD."rate_version" IS DISTINCT FROM (NEW."rate_version") OR OLD."paid_on" IS DISTINCT FROM (NEW."paid_on") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."basis_total" IS DISTINCT FROM (NEW."basis_total") OR OLD."unrounded" IS DISTINCT FROM (NEW."unrounded") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."received_in_cash" IS DISTINCT FROM (NEW."received_in_cash"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c2f16ae6b8d40ffd841a0e754b144ea76b4bd12a",
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
                name="earned_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."earned_on" IS NOT NULL AND OLD."earned_on" IS DISTINCT FROM (NEW."earned_on"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6d55f3df2108c084cce09c257fc0d433a35c7ecb",
                    operation="UPDATE",
                    pgid="pgtrigger_earned_once_335f7",
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
                    func="\n            IF NEW.statement_id IS DISTINCT FROM OLD.statement_id AND EXISTS (\n                SELECT FROM partners_statement s\n                 WHERE s.id = NEW.statement_id AND s.supersedes_id = OLD.statement_id)\n            THEN RETURN NEW; END IF;\n            RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;\n        ",
                    hash="ab403cb9c74d3d772b2d78d43c68fa53d3af43b7",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_once_2dbd6",
                    table="partners_earning",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "month",
                    models.DateField(
                        help_text="The earliest that it is for; its first day.", verbose_name="month"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "correction"),
                            ("extra", "extra payment"),
                            ("deduction", "deduction"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "evidence",
                    models.CharField(
                        help_text="What shows it: the number of a paper, a photo, a message.",
                        max_length=200,
                        verbose_name="evidence",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
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
                (
                    "statement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="partners.statement",
                        verbose_name="statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "adjustment",
                "verbose_name_plural": "adjustments",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed_at__isnull", False), ("statement__isnull", True)),
                        fields=["partner", "month"],
                        name="adjustment_unsettled",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="adjustment_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__lt", 0), ("kind", "deduction")),
                            models.Q(("amount__gt", 0), ("kind", "extra")),
                            models.Q(("kind", "correction"), models.Q(("amount", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="adjustment_amount_fits_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("evidence", ""), _negated=True)
                        ),
                        name="adjustment_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="adjustment_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="adjustment_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("statement__isnull", True), ("confirmed_at__isnull", False), _connector="OR"
                        ),
                        name="adjustment_settled_only_when_confirmed",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a1c96ec462b1f4014bd06b32af501c3ef50f1568",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_74c05",
                    table="partners_adjustment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="proposed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."month" IS DISTINCT FROM (NEW."month") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="945df36a65cb4a8652fd8cab5fe458bbe371dadf",
                    operation="UPDATE",
                    pgid="pgtrigger_proposed_once_0edc3",
                    table="partners_adjustment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL) AND (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b006317ea8146e24ea317c639fcc70612ff42391",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_8bc43",
                    table="partners_adjustment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="settled_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."statement_id" IS NOT NULL)',
                    func="\n            IF NEW.statement_id IS DISTINCT FROM OLD.statement_id AND EXISTS (\n                SELECT FROM partners_statement s\n                 WHERE s.id = NEW.statement_id AND s.supersedes_id = OLD.statement_id)\n            THEN RETURN NEW; END IF;\n            RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;\n        ",
                    hash="60bee5996a7626f35d152e55799a3c826740e5ba",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_once_36591",
                    table="partners_adjustment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "earning",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="partners.earning",
                        verbose_name="line of income",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="partners.subsidyrule",
                        verbose_name="subsidy or bonus",
                    ),
                ),
                (
                    "month",
                    models.DateField(help_text="Its first day.", null=True, verbose_name="month guaranteed"),
                ),
                ("days", models.PositiveSmallIntegerField(null=True, verbose_name="days guaranteed")),
                (
                    "counted",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Commissions, subsidies of parcels and fees received in cash that the month brought.",
                        max_digits=14,
                        null=True,
                        verbose_name="income counted",
                    ),
                ),
            ],
            options={
                "verbose_name": "subsidy given",
                "verbose_name_plural": "subsidies given",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("counted__isnull", True), ("days__isnull", True), ("month__isnull", True)
                            ),
                            models.Q(("counted__isnull", False), ("days__gte", 1), ("month__day", 1)),
                            _connector="OR",
                        ),
                        name="award_of_a_guarantee_tells_its_month",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="award",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="231bfcba336731b88b41e129a2535b9e2c298615",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_96158",
                    table="partners_award",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "earning",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="partners.earning",
                        verbose_name="line of income",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="what is wrong")),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="raised by",
                    ),
                ),
                ("raised_at", models.DateTimeField(auto_now_add=True, verbose_name="raised at")),
                ("due_on", models.DateField(verbose_name="answer due")),
                ("reply", models.CharField(blank=True, max_length=500, verbose_name="reply")),
                (
                    "adjustment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispute",
                        to="partners.adjustment",
                        verbose_name="adjustment",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("earning",),
                        name="dispute_one_open_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="dispute_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True), ("answered_by__isnull", True), ("reply", "")
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dispute_answered_with_words",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a11d595dbce116f4cf790b3127efab6b3567e08f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c3f4e",
                    table="partners_dispute",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="raised_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."earning_id" IS DISTINCT FROM (NEW."earning_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."raised_by_id" IS DISTINCT FROM (NEW."raised_by_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="eb529c3134f9dea4fc313de98dbde885007da69d",
                    operation="UPDATE",
                    pgid="pgtrigger_raised_once_9e2d2",
                    table="partners_dispute",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="answered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answered_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8f543e5a41dcccbf00666f59426e223ccf95ef98",
                    operation="UPDATE",
                    pgid="pgtrigger_answered_once_94c04",
                    table="partners_dispute",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Account",
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
                            ("station_float", "float of a station"),
                            ("platform_clearing", "platform clearing"),
                            ("provider_clearing", "provider clearing"),
                            ("bank", "bank"),
                            ("payable", "owed to a partner"),
                            ("income_cost", "cost of income"),
                            ("deposit", "deposit of a partner"),
                            ("recovered", "kept back from deposits"),
                            ("payout_clearing", "payouts under way"),
                            ("suspense", "suspense"),
                        ],
                        max_length=20,
                        verbose_name="account",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "floats and accounts",
                "ordering": ["station__code", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "station"), name="account_once_per_station"),
                    models.UniqueConstraint(fields=("kind", "partner"), name="account_once_per_partner"),
                    models.UniqueConstraint(
                        condition=models.Q(("partner__isnull", True), ("station__isnull", True)),
                        fields=("kind",),
                        name="account_of_the_house_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "station_float"),
                                ("partner__isnull", True),
                                ("station__isnull", False),
                            ),
                            models.Q(
                                ("kind__in", ["payable", "deposit"]),
                                ("partner__isnull", False),
                                ("station__isnull", True),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["station_float", "payable", "deposit"]), _negated=True
                                ),
                                ("partner__isnull", True),
                                ("station__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="account_has_the_owner_of_its_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="balance",
                        serialize=False,
                        to="partners.account",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="balance"),
                ),
                (
                    "credit_limit",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, null=True, verbose_name="credit line"
                    ),
                ),
            ],
            options={
                "verbose_name": "balance",
                "verbose_name_plural": "balances",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("credit_limit"), "*", models.Value(-1)
                                ),
                            )
                        ),
                        name="balance_never_below_its_credit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credit_limit__gte", 0)), name="balance_credit_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
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
                            ("top_up", "float topped up"),
                            ("pay_out", "float paid out"),
                            ("order_paid", "agent order paid in cash"),
                            ("order_refunded", "refund of an agent order"),
                            ("service_paid", "service paid to the provider"),
                            ("service_back", "service paid by the provider"),
                            ("produce_settled", "produce settled with a farmer"),
                            ("statement", "month closed"),
                            ("payout_sent", "payout sent"),
                            ("payout_paid", "payout paid"),
                            ("payout_failed", "payout failed"),
                            ("payout_returned", "payout returned"),
                            ("deposit_paid", "deposit paid in"),
                            ("deposit_deducted", "taken from the deposit"),
                            ("deposit_released", "deposit released"),
                            ("reversal", "correction"),
                            ("opening", "before the ledger began"),
                        ],
                        max_length=16,
                        verbose_name="what",
                    ),
                ),
                (
                    "from_account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_out",
                        to="partners.account",
                        verbose_name="from",
                    ),
                ),
                (
                    "to_account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_in",
                        to="partners.account",
                        verbose_name="to",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "business_date",
                    models.DateField(
                        help_text="Of the event, in Asia/Shanghai.", verbose_name="business date"
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                ("subject", models.CharField(blank=True, max_length=40, verbose_name="subject")),
                ("source_key", models.CharField(max_length=80, verbose_name="source key")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="partners.transfer",
                        verbose_name="corrects",
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
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "movement of a float",
                "verbose_name_plural": "movements of floats",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["station", "-id"], name="transfer_station"),
                    models.Index(
                        condition=models.Q(("partner__isnull", False)),
                        fields=["partner", "-id"],
                        name="transfer_partner",
                    ),
                    models.Index(fields=["subject"], name="transfer_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source_key",), name="transfer_source_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="transfer_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_account", models.F("to_account")), _negated=True),
                        name="transfer_between_two_accounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                            models.Q(
                                models.Q(("kind", "reversal"), _negated=True), ("reverses__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="transfer_reversal_names_what_it_corrects",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transfer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="196e5e6cdf417aa044e4f5d8fcea8b4ffeb556ae",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8e849",
                    table="partners_transfer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CreditLine",
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
                        related_name="credit_lines",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_lines",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "limit",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="In yuan; zero ends it.",
                        max_digits=14,
                        verbose_name="credit line",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
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
                "verbose_name": "credit line",
                "verbose_name_plural": "credit lines",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("limit__gte", 0)), name="credit_line_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="credit_line_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="credit_line_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("station",),
                        name="credit_line_one_open_proposal",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditline",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="aa2525741855c46eef64453b617e3911f4096f8d",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_0ed51",
                    table="partners_creditline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="71bac4818b2beaf7b434a0035d92b755d09fb2e9",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_b551c",
                    table="partners_creditline",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PayoutAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_accounts",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("bank", "bank account"), ("alipay", "Alipay")],
                        max_length=8,
                        verbose_name="paid through",
                    ),
                ),
                ("holder", models.CharField(max_length=60, verbose_name="name on the account")),
                (
                    "bank",
                    models.CharField(
                        blank=True, help_text="With its branch.", max_length=60, verbose_name="bank"
                    ),
                ),
                ("number", partners.people.identity.EncryptedCharField(verbose_name="account number")),
                ("last_four", models.CharField(max_length=4, verbose_name="last four")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
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
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        help_text="Withdrawn, or followed by another one.", null=True, verbose_name="ended at"
                    ),
                ),
            ],
            options={
                "verbose_name": "payout account",
                "verbose_name_plural": "payout accounts",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False), ("ended_at__isnull", True)),
                        fields=("partner",),
                        name="payout_account_one_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("ended_at__isnull", True)),
                        fields=("partner",),
                        name="payout_account_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="payout_account_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel", "alipay"), models.Q(("bank", ""), _negated=True), _connector="OR"
                        ),
                        name="payout_account_of_a_bank_names_it",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="cfa5c16c35d75410a525fcc5f6845a6cf5d9d466",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_040af",
                    table="partners_payoutaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="entered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."holder" IS DISTINCT FROM (NEW."holder") OR OLD."bank" IS DISTINCT FROM (NEW."bank") OR OLD."last_four" IS DISTINCT FROM (NEW."last_four") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ad64ba5477de2c22cfb33daf99b4d26e88e821c2",
                    operation="UPDATE",
                    pgid="pgtrigger_entered_once_cb296",
                    table="partners_payoutaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="ended_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ended_at" IS NOT NULL AND OLD."ended_at" IS DISTINCT FROM (NEW."ended_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7b844620735a85d80293b2cb5586b9c7812d2556",
                    operation="UPDATE",
                    pgid="pgtrigger_ended_once_8f544",
                    table="partners_payoutaccount",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="partners.payoutbatch",
                        verbose_name="payout batch",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="partners.payoutaccount",
                        verbose_name="account",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("sent", "sent to the bank"),
                            ("paid", "paid"),
                            ("failed", "failed"),
                            ("returned", "returned"),
                            ("cancelled", "left out"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("planned_at", models.DateTimeField(auto_now_add=True, verbose_name="planned at")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                ("paid_at", models.DateTimeField(null=True, verbose_name="paid at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="failed or returned at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "payout",
                "verbose_name_plural": "payouts",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "partner"), name="payout_once_a_batch"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["planned", "sent"])),
                        fields=("partner",),
                        name="payout_one_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payout_amount_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("status__in", ["planned", "cancelled"])),
                            models.Q(
                                ("paid_at__isnull", True), ("sent_at__isnull", False), ("status", "sent")
                            ),
                            models.Q(
                                ("paid_at__isnull", False), ("sent_at__isnull", False), ("status", "paid")
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("sent_at__isnull", False),
                                ("status__in", ["failed", "returned"]),
                            ),
                            _connector="OR",
                        ),
                        name="payout_state_has_its_moments",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{paid:returned,planned:cancelled,planned:sent,sent:failed,sent:paid,sent:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b9e5b33a7b4d6d51c09dae76a676ce58e39d4c58",
                    operation="UPDATE",
                    pgid="pgtrigger_payout_lifecycle_d4f29",
                    table="partners_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="planned_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="228862f31a4d61cd9e19d25a3afc7f7e7e3c171d",
                    operation="UPDATE",
                    pgid="pgtrigger_planned_once_9b7ff",
                    table="partners_payout",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payout",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ba77b68a6ba52b967eff89f97a7c8e55e69bae63",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_50504",
                    table="partners_payout",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_out",
                        to="partners.payoutbatch",
                        verbose_name="payout batch",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_out",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("debt", "owes from before"),
                            ("too_small", "below the least amount, carried over"),
                            ("under_way", "another payout is under way"),
                            ("not_locked", "a month is not locked yet"),
                            ("no_identity", "no identity number on file"),
                            ("no_account", "no confirmed account to pay to"),
                            ("changed", "changed between the check and the release"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            ],
            options={
                "verbose_name": "left out of a batch",
                "verbose_name_plural": "left out of batches",
                "ordering": ["-batch", "because", "partner"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "partner"), name="left_out_once_a_batch")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leftout",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8e7e571eef72c9435ab3c4a804f42002a2f94994",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_358d2",
                    table="partners_leftout",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="partners.vacancy",
                        verbose_name="vacancy",
                    ),
                ),
                ("token", models.CharField(editable=False, max_length=100, unique=True)),
                (
                    "content",
                    models.CharField(editable=False, help_text="SHA-256 of what was sent.", max_length=64),
                ),
                ("code_hash", models.CharField(editable=False, max_length=64)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        max_length=11,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1[0-9]{10}\\Z", "A mobile number has 11 digits and begins with 1."
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
                ("birth_year", models.PositiveSmallIntegerField(null=True, verbose_name="year of birth")),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("primary", "primary school or less"),
                            ("middle", "junior middle school"),
                            ("high", "senior middle or vocational school"),
                            ("college", "junior college"),
                            ("university", "university or more"),
                        ],
                        max_length=10,
                        verbose_name="education",
                    ),
                ),
                (
                    "returning_from",
                    models.CharField(blank=True, max_length=100, verbose_name="comes home from"),
                ),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="why")),
                ("consented_at", models.DateTimeField(verbose_name="agreed to the use of the data at")),
                ("created_at", models.DateTimeField(verbose_name="applied at")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("shortlisted", "shortlisted"),
                            ("invited", "invited to the interview"),
                            ("scored", "interviewed and scored"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("interview_at", models.DateTimeField(null=True, verbose_name="interview at")),
                (
                    "interview_place",
                    models.CharField(blank=True, max_length=100, verbose_name="interview in"),
                ),
                ("invitations", models.PositiveSmallIntegerField(default=0, verbose_name="invitations")),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=2, max_digits=4, null=True, verbose_name="score, of 10"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="ended at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "partner",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                ("erased_at", models.DateTimeField(null=True, verbose_name="erased at")),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["phone"], name="application_phone"),
                    models.Index(
                        condition=models.Q(
                            ("erased_at__isnull", True), ("status__in", ["refused", "withdrawn"])
                        ),
                        fields=["decided_at"],
                        name="application_to_forget",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "accepted")),
                        fields=("vacancy",),
                        name="application_one_accepted_per_vacancy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("status__in", ("accepted", "refused", "withdrawn")),
                            ),
                            models.Q(
                                ("decided_at__isnull", True),
                                ("status__in", ("received", "shortlisted", "invited", "scored")),
                            ),
                            _connector="OR",
                        ),
                        name="application_ended_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("partner__isnull", False), ("status", "accepted")),
                            models.Q(
                                models.Q(("status", "accepted"), _negated=True), ("partner__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="application_accepted_is_a_partner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("accepted", "refused")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="application_refused_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["scored", "accepted"]), _negated=True),
                            models.Q(("score__gte", 0), ("score__isnull", False), ("score__lte", 10)),
                            _connector="OR",
                        ),
                        name="application_scored_has_a_score",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["invited", "scored", "accepted"]), _negated=True),
                            ("interview_at__isnull", False),
                            _connector="OR",
                        ),
                        name="application_invited_has_an_interview",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("erased_at__isnull", True), ("phone__isnull", False)),
                            models.Q(
                                ("birth_year__isnull", True),
                                ("erased_at__isnull", False),
                                ("identity_number", ""),
                                ("name", "—"),
                                ("phone__isnull", True),
                                ("returning_from", ""),
                                ("why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="application_erased_leaves_nothing",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="application_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{invited:refused,invited:scored,invited:withdrawn,received:refused,received:shortlisted,received:withdrawn,scored:accepted,scored:refused,scored:withdrawn,shortlisted:invited,shortlisted:refused,shortlisted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="706b1e9d7f4546a58a396dd143ae06d21478bdc0",
                    operation="UPDATE",
                    pgid="pgtrigger_application_lifecycle_d1235",
                    table="partners_application",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="application_sent_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."vacancy_id" IS DISTINCT FROM (NEW."vacancy_id") OR OLD."token" IS DISTINCT FROM (NEW."token") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."code_hash" IS DISTINCT FROM (NEW."code_hash") OR OLD."consented_at" IS DISTINCT FROM (NEW."consented_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5cfdb01d5e54d0d50d5933a6da772f1fece6d321",
                    operation="UPDATE",
                    pgid="pgtrigger_application_sent_once_8a567",
                    table="partners_application",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="255683ec14811712c4a882a21fa3e1c01a1ca0c6",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_a270f",
                    table="partners_application",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ApplicationChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="partners.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "received"),
                            ("shortlisted", "shortlisted"),
                            ("invited", "invited to the interview"),
                            ("scored", "interviewed and scored"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
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
                            ("received", "received"),
                            ("shortlisted", "shortlisted"),
                            ("invited", "invited to the interview"),
                            ("scored", "interviewed and scored"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
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
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "step of an application",
                "verbose_name_plural": "steps of applications",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="applicationchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bb0d4798d24d3e6800d7343f623ccb72342c22e6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ddfe9",
                    table="partners_applicationchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="HiringDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="partners.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accept", "take on"), ("refuse", "refuse")],
                        max_length=8,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "proposed_by",
                    models.ForeignKey(
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
                "verbose_name": "decision about an applicant",
                "verbose_name_plural": "decisions about applicants",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("application",),
                        name="hiring_decision_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="hiring_decision_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="hiring_decision_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("withdrawn_at__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="hiring_decision_decided_by_somebody",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hiringdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8bf7a91220b4e38cfb562f5123fbd2bf76466693",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0bf05",
                    table="partners_hiringdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hiringdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="proposed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7d8276d48a3de4a103b68b18f99148d876b11304",
                    operation="UPDATE",
                    pgid="pgtrigger_proposed_once_e18d4",
                    table="partners_hiringdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hiringdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="51d46224ffa7dee4c8749addd9f0b9ba15f4c187",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_once_22841",
                    table="partners_hiringdecision",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="partners.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "scorer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scored by",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "score sheet",
                "verbose_name_plural": "score sheets",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "scorer"), name="score_sheet_once_a_person"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoresheet",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9078d9fa8c8fe24db76f99f612ef3262504184de",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_38280",
                    table="partners_scoresheet",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="partners.scoresheet",
                        verbose_name="score sheet",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.interviewcriterion",
                        verbose_name="interview criterion",
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(verbose_name="points, of 10")),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "ordering": ["criterion__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "criterion"), name="score_once_a_criterion"),
                    models.CheckConstraint(condition=models.Q(("points__lte", 10)), name="score_of_ten"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="score",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab1bb81bf2a7b983432acb01ffbecceddac29e43",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_64d56",
                    table="partners_score",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="partners.trainingsession",
                        verbose_name="training session",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("enrolled", "enrolled"),
                            ("cancelled", "cancelled"),
                            ("absent", "was not there"),
                            ("attended", "was there"),
                            ("failed", "test not passed"),
                            ("passed", "test passed"),
                        ],
                        default="enrolled",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="score, of 100",
                    ),
                ),
            ],
            options={
                "verbose_name": "place in a session",
                "verbose_name_plural": "places in sessions",
                "ordering": ["-session__held_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "partner"), name="enrolment_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("score__isnull", False),
                                ("score__lte", 100),
                                ("status__in", ["passed", "failed"]),
                            ),
                            models.Q(
                                models.Q(("status__in", ["passed", "failed"]), _negated=True),
                                ("score__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="enrolment_tested_has_a_score",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="enrolment_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{attended:failed,attended:passed,cancelled:enrolled,enrolled:absent,enrolled:attended,enrolled:cancelled,failed:passed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="bde18091333eb2d60dfdb96f913d1fdc7c970a21",
                    operation="UPDATE",
                    pgid="pgtrigger_enrolment_lifecycle_92674",
                    table="partners_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="enrolment_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."session_id" IS DISTINCT FROM (NEW."session_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5e8b4ae8cc451700f8535ff2b9ea6798251886cb",
                    operation="UPDATE",
                    pgid="pgtrigger_enrolment_stays_9c1de",
                    table="partners_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a5140e964c7a0d8038c9404371fa8d7005e97cee",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_90508",
                    table="partners_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="EnrolmentChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="partners.enrolment",
                        verbose_name="place in a session",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("enrolled", "enrolled"),
                            ("cancelled", "cancelled"),
                            ("absent", "was not there"),
                            ("attended", "was there"),
                            ("failed", "test not passed"),
                            ("passed", "test passed"),
                        ],
                        max_length=10,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("enrolled", "enrolled"),
                            ("cancelled", "cancelled"),
                            ("absent", "was not there"),
                            ("attended", "was there"),
                            ("failed", "test not passed"),
                            ("passed", "test passed"),
                        ],
                        max_length=10,
                        verbose_name="after",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(null=True, verbose_name="score, of 100")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "step of a place in a session",
                "verbose_name_plural": "steps of places in sessions",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolmentchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="621920e4bccc8cc8424d98e26331f6d5765a9ac6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bbe15",
                    table="partners_enrolmentchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="partners.enrolment",
                        verbose_name="place in a session",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="partners.course",
                        verbose_name="course",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="score, of 100")),
                ("pass_mark", models.PositiveSmallIntegerField(verbose_name="pass mark, of 100")),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("valid_until", models.DateField(null=True, verbose_name="valid until")),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                ("revoked_on", models.DateField(null=True, verbose_name="revoked on")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ["-issued_on", "-pk"],
                "indexes": [models.Index(fields=["partner", "course"], name="certificate_of_partner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", models.F("pass_mark"))),
                        name="certificate_is_earned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="certificate_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("revoked_on__isnull", True)),
                            models.Q(("revoked_on__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="certificate_revoked_with_a_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="issued_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."enrolment_id" IS DISTINCT FROM (NEW."enrolment_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."course_id" IS DISTINCT FROM (NEW."course_id") OR OLD."score" IS DISTINCT FROM (NEW."score") OR OLD."pass_mark" IS DISTINCT FROM (NEW."pass_mark") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="fc6a4775dfa18a9f8f073e4128ce5dce71d43f90",
                    operation="UPDATE",
                    pgid="pgtrigger_issued_once_944a6",
                    table="partners_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="revoked_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."revoked_on" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1db3712e4c6e1077605e9b8b0c01fb91ba7ef525",
                    operation="UPDATE",
                    pgid="pgtrigger_revoked_once_6fc82",
                    table="partners_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5f322228f310684e86a1463d8fde338dfaa6f3bd",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_f99cd",
                    table="partners_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TrialResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="partners.trialrun",
                        verbose_name="trial run",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.partner",
                        verbose_name="rural partner",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                        verbose_name="county operation center",
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
                            ("top_up", "top-ups and Internet access"),
                            ("bill", "living-expense bills"),
                            ("train", "train tickets"),
                            ("air", "air tickets"),
                            ("hotel", "hotel rooms"),
                            ("withdrawal", "small cash withdrawals"),
                            ("registration", "registration and medicine"),
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
                            ("parcel_fee", "parcel fee"),
                            ("parcel_subsidy", "logistics subsidy"),
                            ("opening", "opening subsidy"),
                            ("guarantee", "income guarantee"),
                            ("training", "training subsidy"),
                            ("festival_bonus", "festival bonus"),
                            ("service_fee", "service fee"),
                        ],
                        max_length=24,
                        verbose_name="category",
                    ),
                ),
                ("lines", models.PositiveIntegerField(verbose_name="lines")),
                ("paid", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="was paid")),
                ("tried", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="tried")),
            ],
            options={
                "verbose_name": "result of a trial run",
                "verbose_name_plural": "results of trial runs",
                "ordering": ["run", "partner", "category"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "partner", "center", "category"), name="trial_result_once"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trialresult",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3429b31608ebaaf78d330f7d64e9db9907f51b42",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b0af4",
                    table="partners_trialresult",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="rules",
            field=models.ManyToManyField(
                blank=True,
                related_name="drafts",
                through="partners.DraftRule",
                to="partners.subsidyrule",
                verbose_name="subsidies and bonuses",
            ),
        ),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
