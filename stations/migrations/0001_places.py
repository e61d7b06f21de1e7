from decimal import Decimal

import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C",
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(db_collation="C", max_length=100, verbose_name="name")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (2, "province"),
                            (4, "city"),
                            (6, "county"),
                            (9, "town or street office"),
                            (12, "village or community"),
                        ],
                        verbose_name="level",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="stations.region",
                        verbose_name="belongs to",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["code"],
                "indexes": [
                    models.Index(fields=["name", "level"], name="region_name_prefix"),
                    models.Index(fields=["parent"], name="region_parent"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__regex", "^[0-9]+$"),
                            ("level", django.db.models.functions.text.Length("code")),
                        ),
                        name="region_code_is_digits_of_its_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", 2), ("parent__isnull", True)),
                            models.Q(
                                ("parent__isnull", False),
                                models.Q(
                                    models.Q(
                                        ("level", 4),
                                        ("parent", django.db.models.functions.text.Left("code", 2)),
                                    ),
                                    models.Q(
                                        ("level", 6),
                                        ("parent", django.db.models.functions.text.Left("code", 4)),
                                    ),
                                    models.Q(
                                        ("level", 9),
                                        ("parent", django.db.models.functions.text.Left("code", 6)),
                                    ),
                                    models.Q(
                                        ("level", 12),
                                        ("parent", django.db.models.functions.text.Left("code", 9)),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="region_parent_is_one_level_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountyCenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "county",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="center",
                        to="stations.region",
                        verbose_name="county",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=8,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2,8}$", "A center code is 2 to 8 capital letters, like FJQG."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "agreement_date",
                    models.DateField(blank=True, null=True, verbose_name="agreement signed on"),
                ),
                ("opening_date", models.DateField(blank=True, null=True, verbose_name="opened on")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("assessed", "assessed"),
                            ("signed", "signed"),
                            ("operating", "operating"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "verbose_name": "county operation center",
                "verbose_name_plural": "county operation centers",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("county"), 6
                        ),
                        name="center_is_in_a_county",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2,8}$")), name="center_code_is_letters"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countycenter",
            trigger=pgtrigger.compiler.Trigger(
                name="center_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{assessed:closed,assessed:signed,operating:closed,operating:suspended,proposed:assessed,proposed:closed,signed:closed,signed:operating,suspended:closed,suspended:operating}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b55022357d7686028b23accd2cecc4191e7d7cd9",
                    operation="UPDATE",
                    pgid="pgtrigger_center_lifecycle_04e80",
                    table="stations_countycenter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countycenter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stations_countycenterevent" ("address", "agreement_date", "code", "county_id", "id", "name", "opening_date", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "status") VALUES (NEW."address", NEW."agreement_date", NEW."code", NEW."county_id", NEW."id", NEW."name", NEW."opening_date", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."status"); RETURN NULL;',
                    hash="85b137ce6090195f53e198d54492bd8dc76ef11f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6923b",
                    table="stations_countycenter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countycenter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_countycenterevent" ("address", "agreement_date", "code", "county_id", "id", "name", "opening_date", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "status") VALUES (NEW."address", NEW."agreement_date", NEW."code", NEW."county_id", NEW."id", NEW."name", NEW."opening_date", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."status"); RETURN NULL;',
                    hash="94095803266f964fd84c84175e259da2fd706f9f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_203f5",
                    table="stations_countycenter",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CountyCenterEvent",
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
                        to="stations.countycenter",
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
                    "county",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.region",
                        verbose_name="county",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2,8}$", "A center code is 2 to 8 capital letters, like FJQG."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "agreement_date",
                    models.DateField(blank=True, null=True, verbose_name="agreement signed on"),
                ),
                ("opening_date", models.DateField(blank=True, null=True, verbose_name="opened on")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("assessed", "assessed"),
                            ("signed", "signed"),
                            ("operating", "operating"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssessmentScheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(2014),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="from the year",
                    ),
                ),
                (
                    "pass_mark",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("60.00"),
                        max_digits=5,
                        verbose_name="pass mark, of 100",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment scheme",
                "verbose_name_plural": "assessment schemes",
                "ordering": ["-year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pass_mark__gte", 0), ("pass_mark__lte", 100)),
                        name="assessment_pass_mark_of_hundred",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="stations.assessmentscheme",
                        verbose_name="assessment scheme",
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        max_length=20,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="weight")),
                (
                    "zero_at",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=10, verbose_name="no points at"
                    ),
                ),
                (
                    "full_at",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("100"), max_digits=10, verbose_name="all points at"
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment criterion",
                "verbose_name_plural": "assessment criteria",
                "ordering": ["-scheme__year", "-weight", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "code"), name="assessment_criterion_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight__gt", 0), models.Q(("zero_at", models.F("full_at")), _negated=True)
                        ),
                        name="assessment_criterion_has_a_slope",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentcriterion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stations_assessmentcriterionevent" ("code", "full_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "weight", "zero_at") VALUES (NEW."code", NEW."full_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scheme_id", NEW."unit", NEW."weight", NEW."zero_at"); RETURN NULL;',
                    hash="45ad9dd294f874f74ffb1370eae3e70f32e65742",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_07447",
                    table="stations_assessmentcriterion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentcriterion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_assessmentcriterionevent" ("code", "full_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "weight", "zero_at") VALUES (NEW."code", NEW."full_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scheme_id", NEW."unit", NEW."weight", NEW."zero_at"); RETURN NULL;',
                    hash="65534dcb1f3be8cc364662e2087b8d89601cbaaa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e461e",
                    table="stations_assessmentcriterion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AssessmentCriterionEvent",
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
                        to="stations.assessmentcriterion",
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
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.assessmentscheme",
                        verbose_name="assessment scheme",
                    ),
                ),
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
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="weight")),
                (
                    "zero_at",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=10, verbose_name="no points at"
                    ),
                ),
                (
                    "full_at",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("100"), max_digits=10, verbose_name="all points at"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfficialsSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="place")),
                ("teacher", models.CharField(blank=True, max_length=100, verbose_name="taught by")),
            ],
            options={
                "verbose_name": "session for officials",
                "verbose_name_plural": "sessions for officials",
                "ordering": ["-held_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("title", "held_on"), name="officials_session_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Official",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officials",
                        to="stations.region",
                        verbose_name="county",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("office", models.CharField(blank=True, max_length=100, verbose_name="office")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
            ],
            options={
                "verbose_name": "county official",
                "verbose_name_plural": "county officials",
                "ordering": ["county", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "name", "office"), name="official_once"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("county"), 6
                        ),
                        name="official_is_of_a_county",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=12,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2,8}[0-9]{3,4}$", "A station code looks like FJQG032."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="stations.region",
                        verbose_name="village",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "center_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="under this center since"),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("approved", "approved"),
                            ("fitting_out", "fitting out"),
                            ("open", "open"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        default="applied",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
            ],
            options={
                "verbose_name": "village service station",
                "verbose_name_plural": "village service stations",
                "ordering": ["code"],
                "indexes": [models.Index(fields=["center", "status"], name="station_center_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2,8}[0-9]{3,4}$")),
                        name="station_code_is_letters_and_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", False), ("status", "closed")),
                            models.Q(
                                ("closed_on__isnull", True),
                                ("opened_on__isnull", False),
                                ("status__in", ["open", "suspended"]),
                            ),
                            models.Q(
                                ("closed_on__isnull", True),
                                ("opened_on__isnull", True),
                                ("status__in", ["applied", "approved", "fitting_out"]),
                            ),
                            _connector="OR",
                        ),
                        name="station_dates_fit_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("opened_on__isnull", True),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="station_closed_after_opened",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="station",
            trigger=pgtrigger.compiler.Trigger(
                name="station_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{applied:approved,applied:closed,approved:closed,approved:fitting_out,fitting_out:closed,fitting_out:open,open:closed,open:suspended,suspended:closed,suspended:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="fca5304241c32bd976a0e8f7a7894e91add71331",
                    operation="UPDATE",
                    pgid="pgtrigger_station_lifecycle_e923f",
                    table="stations_station",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="station",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stations_stationevent" ("address", "center_id", "center_since", "closed_on", "code", "id", "latitude", "longitude", "name", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "village_id") VALUES (NEW."address", NEW."center_id", NEW."center_since", NEW."closed_on", NEW."code", NEW."id", NEW."latitude", NEW."longitude", NEW."name", NEW."opened_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status", NEW."village_id"); RETURN NULL;',
                    hash="930970f220f16ece0f4f029956d8324e2cd20eee",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8a9fc",
                    table="stations_station",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="station",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_stationevent" ("address", "center_id", "center_since", "closed_on", "code", "id", "latitude", "longitude", "name", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "village_id") VALUES (NEW."address", NEW."center_id", NEW."center_since", NEW."closed_on", NEW."code", NEW."id", NEW."latitude", NEW."longitude", NEW."name", NEW."opened_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status", NEW."village_id"); RETURN NULL;',
                    hash="1dd84c98a623914f7fe6d703fa2fd89c65b47f1b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_05b7b",
                    table="stations_station",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StationEvent",
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
                        to="stations.station",
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
                    models.CharField(
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2,8}[0-9]{3,4}$", "A station code looks like FJQG032."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "village",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.region",
                        verbose_name="village",
                    ),
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
                    "center_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="under this center since"),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("approved", "approved"),
                            ("fitting_out", "fitting out"),
                            ("open", "open"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        default="applied",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EquipmentKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("standard", models.PositiveSmallIntegerField(default=1, verbose_name="pieces of a station")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=10, verbose_name="value of a piece, yuan"
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of equipment",
                "verbose_name_plural": "kinds of equipment",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="equipment_value_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EquipmentStock",
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
                        related_name="equipment",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.equipmentkind",
                        verbose_name="kind of equipment",
                    ),
                ),
                ("quantity", models.IntegerField(default=0, verbose_name="pieces")),
            ],
            options={
                "verbose_name": "equipment of a station",
                "verbose_name_plural": "equipment of stations",
                "ordering": ["station", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "kind"), name="equipment_stock_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="equipment_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FitOutTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "days",
                    models.PositiveSmallIntegerField(default=14, verbose_name="days from the beginning"),
                ),
                ("needs_photo", models.BooleanField(default=False, verbose_name="asks for a photo")),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "task of a fit-out",
                "verbose_name_plural": "tasks of a fit-out",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Notification",
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
                        related_name="notices",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("arrived", "arrival"),
                            ("reminder", "last reminder"),
                            ("receipt", "hand-over receipt"),
                            ("answer", "answer to a complaint"),
                            ("interview", "invitation to an interview"),
                            ("decision", "answer to an application"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("subject", models.CharField(max_length=60, verbose_name="subject")),
                ("source_key", models.CharField(max_length=80, unique=True, verbose_name="source key")),
                ("phone", models.CharField(max_length=11, null=True, verbose_name="mobile number")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("unknown", "not known whether sent"),
                            ("failed", "not sent"),
                            ("withdrawn", "no longer needed"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_connection", "the SMS gateway could not be reached"),
                            ("not_now", "the SMS gateway did not take it"),
                            ("refused", "the SMS gateway refuses it"),
                            ("no_answer", "the SMS gateway did not answer"),
                            ("nonsense", "the SMS gateway gave no clear answer"),
                            ("worker_lost", "sending was broken off"),
                            ("late", "it could not be sent in time"),
                            ("forgotten", "the number is no longer on file"),
                        ],
                        max_length=20,
                        verbose_name="problem",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("asked", models.PositiveSmallIntegerField(default=0, verbose_name="asked")),
                ("message_id", models.UUIDField(null=True, unique=True, verbose_name="message id")),
                ("created_at", models.DateTimeField(verbose_name="recorded at")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due at")),
                ("expires_at", models.DateTimeField(verbose_name="not to be sent after")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
            ],
            options={
                "verbose_name": "message to a villager",
                "verbose_name_plural": "messages to villagers",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="notice_due"
                    ),
                    models.Index(fields=["subject"], name="notice_subject"),
                    models.Index(
                        condition=models.Q(("phone__isnull", False)),
                        fields=["created_at"],
                        name="notice_with_number",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", False), ("state__in", ["waiting", "sending"])),
                            ("state", "unknown"),
                            models.Q(
                                ("due_at__isnull", True), ("state__in", ["sent", "failed", "withdrawn"])
                            ),
                            _connector="OR",
                        ),
                        name="notice_due_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sending", "unknown", "sent"]), _negated=True),
                            ("message_id__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_sent_has_message",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="notice_sent_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("text", ""), _negated=True), ("phone__isnull", False)),
                            models.Q(("phone__isnull", True), ("text", "")),
                            _connector="OR",
                        ),
                        name="notice_forgotten_leaves_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            ("phone__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_waits_for_a_number",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notification",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{failed:waiting,sending:failed,sending:sent,sending:unknown,sending:waiting,unknown:failed,unknown:sent,unknown:waiting,waiting:failed,waiting:sending,waiting:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="70403325307d36936cb0526992866fadd3a5cca0",
                    operation="UPDATE",
                    pgid="pgtrigger_notice_lifecycle_dee74",
                    table="stations_notification",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notification",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7fe3bce287c6775d9c07433ec2bbcdd633b29576",
                    operation="DELETE",
                    pgid="pgtrigger_notice_stays_faba6",
                    table="stations_notification",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notification",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_names_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."source_key" IS DISTINCT FROM (NEW."source_key") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="66396ced2e0c85e73e2c9dc0fc69fb03cb01de57",
                    operation="UPDATE",
                    pgid="pgtrigger_notice_names_stay_f87c4",
                    table="stations_notification",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OpeningPlan",
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
                        related_name="opening_plans",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                ("stations", models.PositiveSmallIntegerField(verbose_name="stations to open")),
            ],
            options={
                "verbose_name": "opening plan",
                "verbose_name_plural": "opening plans",
                "ordering": ["-month", "center"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "month"), name="opening_plan_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="opening_plan_is_of_a_month"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stations_openingplanevent" ("center_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stations") VALUES (NEW."center_id", NEW."id", NEW."month", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."stations"); RETURN NULL;',
                    hash="7a85ae425fb717b40cd9b13da3105fef59992339",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c2e36",
                    table="stations_openingplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_openingplanevent" ("center_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stations") VALUES (NEW."center_id", NEW."id", NEW."month", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."stations"); RETURN NULL;',
                    hash="c47616f61faa6e9337e2e7e565b239fcd95cedb5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_69bcd",
                    table="stations_openingplan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OpeningPlanEvent",
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
                        to="stations.openingplan",
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                ("stations", models.PositiveSmallIntegerField(verbose_name="stations to open")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(unique=True, verbose_name="by")),
                ("counties", models.PositiveIntegerField(verbose_name="counties")),
                ("stations", models.PositiveIntegerField(verbose_name="stations")),
                ("partners", models.PositiveIntegerField(verbose_name="partners")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="source")),
            ],
            options={
                "verbose_name": "target of the programme",
                "verbose_name_plural": "targets of the programme",
                "ordering": ["due_on"],
            },
        ),
        migrations.CreateModel(
            name="TaobaoVillage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("province", models.CharField(max_length=40, verbose_name="province")),
                ("city", models.CharField(blank=True, max_length=40, verbose_name="city")),
                ("county", models.CharField(blank=True, max_length=40, verbose_name="county")),
                ("town", models.CharField(blank=True, max_length=60, verbose_name="town or street office")),
                ("village", models.CharField(max_length=60, verbose_name="village")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.region",
                        verbose_name="in the register",
                    ),
                ),
                (
                    "matched_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("letter", "letter by letter"),
                            ("rule", "by rule"),
                            ("alias", "by the alias table"),
                            ("", "not matched"),
                        ],
                        max_length=8,
                        verbose_name="matched",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
            ],
            options={
                "verbose_name": "Taobao village",
                "verbose_name_plural": "Taobao villages",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "city", "county", "town", "village"),
                        name="taobao_village_path_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matched_by", ""), ("region__isnull", True)),
                            models.Q(("region__isnull", False), models.Q(("matched_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="taobao_village_matched_has_region",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VillageYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="stations.taobaovillage",
                        verbose_name="Taobao village",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2009),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("listed", models.BooleanField(default=False, verbose_name="on the published list")),
                (
                    "households",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="households",
                    ),
                ),
                (
                    "shops",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="active online shops"),
                ),
                (
                    "turnover",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="e-commerce turnover, yuan a year",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=60, verbose_name="main product")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="source")),
                (
                    "from_authority",
                    models.BooleanField(default=False, verbose_name="figures of local authorities (*)"),
                ),
                (
                    "poverty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("provincial", "provincial-level poverty county"),
                            ("national", "national-level poverty county"),
                        ],
                        max_length=12,
                        verbose_name="poverty county",
                    ),
                ),
                ("b2b", models.BooleanField(default=False, verbose_name="B2B village")),
            ],
            options={
                "verbose_name": "year of a Taobao village",
                "verbose_name_plural": "years of Taobao villages",
                "ordering": ["-year", "village"],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "year"), name="taobao_village_year_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("households__isnull", True), ("households__gte", 1), _connector="OR"
                        ),
                        name="taobao_village_has_households",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("turnover__isnull", True), ("turnover__gte", 0), _connector="OR"),
                        name="taobao_village_turnover_not_negative",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="villageyear",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stations_villageyearevent" ("b2b", "from_authority", "households", "id", "listed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poverty", "product", "shops", "source", "turnover", "village_id", "year") VALUES (NEW."b2b", NEW."from_authority", NEW."households", NEW."id", NEW."listed", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."poverty", NEW."product", NEW."shops", NEW."source", NEW."turnover", NEW."village_id", NEW."year"); RETURN NULL;',
                    hash="15be47f211ea48db7920b171c50fd3799b1e6b90",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6e6c8",
                    table="stations_villageyear",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="villageyear",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_villageyearevent" ("b2b", "from_authority", "households", "id", "listed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poverty", "product", "shops", "source", "turnover", "village_id", "year") VALUES (NEW."b2b", NEW."from_authority", NEW."households", NEW."id", NEW."listed", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."poverty", NEW."product", NEW."shops", NEW."source", NEW."turnover", NEW."village_id", NEW."year"); RETURN NULL;',
                    hash="d4eea1fcd4c558847430ded5238c302295b3473c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_47e35",
                    table="stations_villageyear",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="VillageYearEvent",
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
                        to="stations.villageyear",
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
                    "village",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stations.taobaovillage",
                        verbose_name="Taobao village",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2009),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("listed", models.BooleanField(default=False, verbose_name="on the published list")),
                (
                    "households",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="households",
                    ),
                ),
                (
                    "shops",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="active online shops"),
                ),
                (
                    "turnover",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="e-commerce turnover, yuan a year",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=60, verbose_name="main product")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="source")),
                (
                    "from_authority",
                    models.BooleanField(default=False, verbose_name="figures of local authorities (*)"),
                ),
                (
                    "poverty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("provincial", "provincial-level poverty county"),
                            ("national", "national-level poverty county"),
                        ],
                        max_length=12,
                        verbose_name="poverty county",
                    ),
                ),
                ("b2b", models.BooleanField(default=False, verbose_name="B2B village")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Neighbours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.taobaovillage",
                        verbose_name="village",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.taobaovillage",
                        verbose_name="neighbour",
                    ),
                ),
            ],
            options={
                "verbose_name": "neighbouring villages",
                "verbose_name_plural": "neighbouring villages",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="neighbours_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="neighbours_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaobaoCriteria",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(2009),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="from the year",
                    ),
                ),
                (
                    "turnover",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="turnover of a village, yuan a year"
                    ),
                ),
                ("shops", models.PositiveIntegerField(verbose_name="active shops of a village")),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="0.1 is 10%.",
                        max_digits=5,
                        verbose_name="active shops by household",
                    ),
                ),
                (
                    "asks",
                    models.CharField(
                        choices=[
                            ("either", "enough shops, or enough of the households"),
                            ("count", "enough shops"),
                            ("both", "enough shops, and enough of the households"),
                        ],
                        default="either",
                        max_length=8,
                        verbose_name="asks for",
                    ),
                ),
                (
                    "bounds_count_in",
                    models.BooleanField(default=True, verbose_name="the bounds themselves suffice"),
                ),
                (
                    "town_villages",
                    models.PositiveSmallIntegerField(default=3, verbose_name="villages of a town"),
                ),
                (
                    "cluster_villages",
                    models.PositiveSmallIntegerField(default=10, verbose_name="villages of a cluster"),
                ),
                (
                    "cluster_turnover",
                    models.DecimalField(
                        decimal_places=2,
                        default=100000000,
                        max_digits=14,
                        verbose_name="turnover of a cluster, yuan a year",
                    ),
                ),
                (
                    "large_cluster_villages",
                    models.PositiveSmallIntegerField(default=30, verbose_name="villages of a large cluster"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "criteria of Taobao villages",
                "verbose_name_plural": "criteria of Taobao villages",
                "ordering": ["-year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__gte", 0),
                            ("share__lte", 1),
                            ("town_villages__gte", 1),
                            ("turnover__gte", 0),
                            ("large_cluster_villages__gte", models.F("cluster_villages")),
                        ),
                        name="taobao_criteria_ask_something",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taobaocriteria",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stations_taobaocriteriaevent" ("asks", "bounds_count_in", "cluster_turnover", "cluster_villages", "id", "large_cluster_villages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "shops", "source", "town_villages", "turnover", "year") VALUES (NEW."asks", NEW."bounds_count_in", NEW."cluster_turnover", NEW."cluster_villages", NEW."id", NEW."large_cluster_villages", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."share", NEW."shops", NEW."source", NEW."town_villages", NEW."turnover", NEW."year"); RETURN NULL;',
                    hash="a81121bb03add46e286c24189065be359043ce1e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5e172",
                    table="stations_taobaocriteria",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taobaocriteria",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_taobaocriteriaevent" ("asks", "bounds_count_in", "cluster_turnover", "cluster_villages", "id", "large_cluster_villages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "shops", "source", "town_villages", "turnover", "year") VALUES (NEW."asks", NEW."bounds_count_in", NEW."cluster_turnover", NEW."cluster_villages", NEW."id", NEW."large_cluster_villages", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."share", NEW."shops", NEW."source", NEW."town_villages", NEW."turnover", NEW."year"); RETURN NULL;',
                    hash="faa94c147aaf11410ff7e4499cd6c0251730d734",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5770a",
                    table="stations_taobaocriteria",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TaobaoCriteriaEvent",
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
                        to="stations.taobaocriteria",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2009),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="from the year",
                    ),
                ),
                (
                    "turnover",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="turnover of a village, yuan a year"
                    ),
                ),
                ("shops", models.PositiveIntegerField(verbose_name="active shops of a village")),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="0.1 is 10%.",
                        max_digits=5,
                        verbose_name="active shops by household",
                    ),
                ),
                (
                    "asks",
                    models.CharField(
                        choices=[
                            ("either", "enough shops, or enough of the households"),
                            ("count", "enough shops"),
                            ("both", "enough shops, and enough of the households"),
                        ],
                        default="either",
                        max_length=8,
                        verbose_name="asks for",
                    ),
                ),
                (
                    "bounds_count_in",
                    models.BooleanField(default=True, verbose_name="the bounds themselves suffice"),
                ),
                (
                    "town_villages",
                    models.PositiveSmallIntegerField(default=3, verbose_name="villages of a town"),
                ),
                (
                    "cluster_villages",
                    models.PositiveSmallIntegerField(default=10, verbose_name="villages of a cluster"),
                ),
                (
                    "cluster_turnover",
                    models.DecimalField(
                        decimal_places=2,
                        default=100000000,
                        max_digits=14,
                        verbose_name="turnover of a cluster, yuan a year",
                    ),
                ),
                (
                    "large_cluster_villages",
                    models.PositiveSmallIntegerField(default=30, verbose_name="villages of a large cluster"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("province", models.CharField(max_length=40, verbose_name="province")),
                ("city", models.CharField(blank=True, max_length=40, verbose_name="city")),
                ("county", models.CharField(blank=True, max_length=40, verbose_name="county")),
                ("town", models.CharField(blank=True, max_length=60, verbose_name="town or street office")),
                ("village", models.CharField(blank=True, max_length=60, verbose_name="village")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.region",
                        verbose_name="in the register",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "alias of a place",
                "verbose_name_plural": "aliases of places",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "city", "county", "town", "village"), name="place_alias_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedTown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("province", models.CharField(max_length=40, verbose_name="province")),
                ("city", models.CharField(blank=True, max_length=40, verbose_name="city")),
                ("county", models.CharField(blank=True, max_length=40, verbose_name="county")),
                ("town", models.CharField(blank=True, max_length=60, verbose_name="town or street office")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2009),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("villages", models.PositiveSmallIntegerField(verbose_name="villages")),
            ],
            options={
                "verbose_name": "published Taobao town",
                "verbose_name_plural": "published Taobao towns",
                "ordering": ["-year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "province", "city", "county", "town"), name="published_town_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(2009),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("villages", models.PositiveIntegerField(verbose_name="villages")),
                ("towns", models.PositiveIntegerField(blank=True, null=True, verbose_name="towns")),
                ("clusters", models.PositiveIntegerField(blank=True, null=True, verbose_name="clusters")),
                (
                    "provinces",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="provinces"),
                ),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="source")),
            ],
            options={
                "verbose_name": "published count of Taobao villages",
                "verbose_name_plural": "published counts of Taobao villages",
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("who", models.CharField(max_length=60)),
                ("minute", models.PositiveBigIntegerField(help_text="Minutes since 1970.")),
                ("requests", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "request count",
                "verbose_name_plural": "request counts",
                "constraints": [
                    models.UniqueConstraint(fields=("who", "minute"), name="request_count_by_minute")
                ],
            },
        ),
        migrations.CreateModel(
            name="StationSuspension",
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
                        related_name="suspensions",
                        to="stations.station",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="to")),
            ],
            options={
                "verbose_name": "suspension",
                "verbose_name_plural": "suspensions",
                "ordering": ["-starts_at"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("station", "="),
                            (models.Func("starts_at", "ends_at", function="tstzrange"), "&&"),
                        ],
                        name="station_suspensions_do_not_overlap",
                    )
                ],
            },
        ),
        # A flood must not become a flood of the write-ahead log.
        migrations.RunSQL(
            "ALTER TABLE stations_requestcount SET UNLOGGED",
            "ALTER TABLE stations_requestcount SET LOGGED",
        ),
    ]
