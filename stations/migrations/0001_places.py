import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="CountyCenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True, verbose_name="code")),
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
            },
        ),
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
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
            },
        ),
        migrations.CreateModel(
            name="CountyCenterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=8, verbose_name="code")),
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
                        to="stations.countycenter",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="countycenter",
            name="county",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="center",
                to="stations.region",
                verbose_name="county",
            ),
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
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="stations.region",
                        verbose_name="village",
                    ),
                ),
            ],
            options={
                "verbose_name": "village service station",
                "verbose_name_plural": "village service stations",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="StationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
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
                        to="stations.station",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
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
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="to")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="stations.station",
                    ),
                ),
            ],
            options={
                "verbose_name": "suspension",
                "verbose_name_plural": "suspensions",
                "ordering": ["-starts_at"],
            },
        ),
        migrations.AddIndex(
            model_name="region",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name"], name="region_name_trgm", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code__regex", "^[0-9]+$"), ("level", django.db.models.functions.text.Length("code"))
                ),
                name="region_code_is_digits_of_its_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", 2), ("parent__isnull", True)),
                    models.Q(("code__startswith", models.F("parent")), ("level__gt", 2)),
                    _connector="OR",
                ),
                name="region_code_begins_with_its_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="countycenter",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length("county"), 6),
                name="center_is_in_a_county",
            ),
        ),
        migrations.AddConstraint(
            model_name="countycenter",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Z]{2,8}$")), name="center_code_is_letters"
            ),
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
        migrations.AddIndex(
            model_name="station",
            index=models.Index(fields=["center", "status"], name="station_center_status"),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Z]{2,8}[0-9]{3,4}$")),
                name="station_code_is_letters_and_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["open", "suspended"]), _negated=True),
                    models.Q(("closed_on__isnull", True), ("opened_on__isnull", False)),
                    _connector="OR",
                ),
                name="station_open_has_opening_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True),
                    ("opened_on__isnull", True),
                    ("closed_on__gte", models.F("opened_on")),
                    _connector="OR",
                ),
                name="station_closed_after_opened",
            ),
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
                    func='INSERT INTO "stations_stationevent" ("address", "center_id", "closed_on", "code", "id", "latitude", "longitude", "name", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "village_id") VALUES (NEW."address", NEW."center_id", NEW."closed_on", NEW."code", NEW."id", NEW."latitude", NEW."longitude", NEW."name", NEW."opened_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status", NEW."village_id"); RETURN NULL;',
                    hash="19d321eece67743b2825eae91ff93e57b201371a",
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
                    func='INSERT INTO "stations_stationevent" ("address", "center_id", "closed_on", "code", "id", "latitude", "longitude", "name", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "village_id") VALUES (NEW."address", NEW."center_id", NEW."closed_on", NEW."code", NEW."id", NEW."latitude", NEW."longitude", NEW."name", NEW."opened_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status", NEW."village_id"); RETURN NULL;',
                    hash="1effacf5495ecfb9f4138de88ba47949f34ecf1a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_05b7b",
                    table="stations_station",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stationsuspension",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("station", "="),
                    (models.Func("starts_at", "ends_at", function="tstzrange"), "&&"),
                ],
                name="station_suspensions_do_not_overlap",
            ),
        ),
    ]
