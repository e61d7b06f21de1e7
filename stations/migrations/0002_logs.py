import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import stations.documents.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partners", "0001_people"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("stations", "0001_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="CenterStatusChange",
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
                        related_name="status_changes",
                        to="stations.countycenter",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposed", "proposed"),
                            ("assessed", "assessed"),
                            ("signed", "signed"),
                            ("operating", "operating"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("assessed", "assessed"),
                            ("signed", "signed"),
                            ("operating", "operating"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "status change of a center",
                "verbose_name_plural": "status changes of centers",
                "ordering": ["-at", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="centerstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d10cfd31e5e30ea0ade3da295570248a74798177",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_90878",
                    table="stations_centerstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Agreement",
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
                        related_name="agreements",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("counterpart", models.CharField(max_length=100, verbose_name="signed with")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("terms", models.CharField(blank=True, max_length=500, verbose_name="what was promised")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "agreement with a county",
                "verbose_name_plural": "agreements with counties",
                "ordering": ["-signed_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "number"), name="agreement_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("signed_on")),
                            _connector="OR",
                        ),
                        name="agreement_ends_after_it_begins",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stations_agreementevent" ("actor_id", "at", "center_id", "counterpart", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "terms", "valid_until") VALUES (NEW."actor_id", NEW."at", NEW."center_id", NEW."counterpart", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."signed_on", NEW."terms", NEW."valid_until"); RETURN NULL;',
                    hash="5fe582b9262e58b6c2a76382ab216714a357adeb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2c346",
                    table="stations_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_agreementevent" ("actor_id", "at", "center_id", "counterpart", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "terms", "valid_until") VALUES (NEW."actor_id", NEW."at", NEW."center_id", NEW."counterpart", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."signed_on", NEW."terms", NEW."valid_until"); RETURN NULL;',
                    hash="a4075395af7122c125bd20439db1aeced6118a2f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3c5b0",
                    table="stations_agreement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AgreementEvent",
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
                        to="stations.agreement",
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
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("counterpart", models.CharField(max_length=100, verbose_name="signed with")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("terms", models.CharField(blank=True, max_length=500, verbose_name="what was promised")),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CountyAssessment",
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
                        related_name="assessments",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.assessmentscheme",
                        verbose_name="assessment scheme",
                    ),
                ),
                ("assessed_on", models.DateField(verbose_name="assessed on")),
                ("score", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="score, of 100")),
                ("passed", models.BooleanField(verbose_name="fit")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="in words")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "assessment of a county",
                "verbose_name_plural": "assessments of counties",
                "ordering": ["-assessed_on", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countyassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5d46a7afec09067541121998345251c19cfcb97",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7a598",
                    table="stations_countyassessment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AssessmentValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="stations.countyassessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.assessmentcriterion",
                        verbose_name="assessment criterion",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="measured")),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="weight")),
                (
                    "points",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="points, of 100"),
                ),
            ],
            options={
                "verbose_name": "measured value",
                "verbose_name_plural": "measured values",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "criterion"), name="assessment_value_once"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0), ("points__lte", 100)),
                        name="assessment_points_of_hundred",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="668c21e01a795dd249c3e43103b03b970153a004",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fc468",
                    table="stations_assessmentvalue",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OfficialsAttendance",
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
                        related_name="attendances",
                        to="stations.officialssession",
                        verbose_name="session for officials",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="stations.official",
                        verbose_name="county official",
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "attendance of an official",
                "verbose_name_plural": "attendances of officials",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "official"), name="officials_attendance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StationStatusChange",
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
                        related_name="status_changes",
                        to="stations.station",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applied", "applied"),
                            ("approved", "approved"),
                            ("fitting_out", "fitting out"),
                            ("open", "open"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("approved", "approved"),
                            ("fitting_out", "fitting out"),
                            ("open", "open"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "status change of a station",
                "verbose_name_plural": "status changes of stations",
                "ordering": ["-at", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stationstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5af041e546c3d1567648ed8950e63e2695ac6f70",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_17959",
                    table="stations_stationstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=40, verbose_name="about")),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "photo"), ("pdf", "PDF")], max_length=8, verbose_name="kind"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        default=stations.documents.models.new_name,
                        max_length=32,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                ("file", models.FileField(upload_to="documents/", verbose_name="file")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
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
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="stations.station",
                        verbose_name="village service station",
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("subject", "digest"), name="document_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7fa8e288086844a2bd894eab708164aed1bb6d95",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_559a7",
                    table="stations_document",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StockTaking",
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
                        related_name="stock_takings",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                ("taken_on", models.DateField(verbose_name="counted on")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "stock-taking",
                "verbose_name_plural": "stock-takings",
                "ordering": ["-taken_on", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stocktaking",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a3c5f6e2e39f5a9b0416ff01fcc3b8f10afa6d63",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1a0ad",
                    table="stations_stocktaking",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StockLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "taking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="stations.stocktaking",
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
                ("expected", models.PositiveIntegerField(verbose_name="on the list")),
                ("counted", models.PositiveIntegerField(verbose_name="counted")),
            ],
            options={
                "verbose_name": "line of a stock-taking",
                "verbose_name_plural": "lines of stock-takings",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("taking", "kind"), name="stock_line_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockline",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="07223835819c99d9ab6305b6cdfcd20c92db8c5b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9e138",
                    table="stations_stockline",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="EquipmentMove",
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
                        related_name="equipment_moves",
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
                ("change", models.IntegerField(verbose_name="pieces")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("delivered", "delivered"),
                            ("returned", "taken back"),
                            ("broken", "broken"),
                            ("counted", "put right by a count"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                (
                    "taking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="stations.stocktaking",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "move of equipment",
                "verbose_name_plural": "moves of equipment",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change__gt", 0), ("reason", "delivered")),
                            models.Q(("change__lt", 0), ("reason__in", ["returned", "broken"])),
                            models.Q(
                                ("reason", "counted"),
                                ("taking__isnull", False),
                                models.Q(("change", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="equipment_moves_the_right_way",
                    ),
                    models.UniqueConstraint(fields=("taking", "kind"), name="equipment_counted_once"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="equipmentmove",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="04df905c1a4e7ef4deb02744b50560c4abad5df8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_afd6b",
                    table="stations_equipmentmove",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="FitOutStep",
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
                        related_name="fit_out_steps",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.fitouttask",
                        verbose_name="task of a fit-out",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "done"), ("not_needed", "not needed here")],
                        default="done",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="done on")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "step of a fit-out",
                "verbose_name_plural": "steps of a fit-out",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "task"), name="fit_out_step_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fitoutstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6aa7d72467a3faa5fa588ed3d2362d743d3e58e8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_41833",
                    table="stations_fitoutstep",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NoticeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="stations.notification",
                        verbose_name="message to a villager",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("unknown", "not known whether sent"),
                            ("failed", "not sent"),
                            ("withdrawn", "no longer needed"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("unknown", "not known whether sent"),
                            ("failed", "not sent"),
                            ("withdrawn", "no longer needed"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                ("message_id", models.UUIDField(null=True, verbose_name="message id")),
                ("gateway", models.CharField(blank=True, max_length=20, verbose_name="gateway")),
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
                "verbose_name": "step of a message",
                "verbose_name_plural": "steps of messages",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("after", "sending")),
                        fields=("message_id",),
                        name="notice_attempt_once",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f69d8b08446c5adb15e98cbb79f4e2bef32bb486",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7c065",
                    table="stations_noticechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RequestToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token", models.CharField(max_length=100)),
                ("purpose", models.CharField(max_length=60)),
                ("content", models.CharField(help_text="SHA-256 of what was asked.", max_length=64)),
                ("result", models.JSONField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "request token",
                "verbose_name_plural": "request tokens",
                "indexes": [models.Index(fields=["created_at"], name="request_token_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("actor", "token"), name="request_token_once_per_actor")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("path", models.CharField(max_length=500)),
                ("fields", models.JSONField(help_text="Posted fields, each with its list of values.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "request draft",
                "verbose_name_plural": "request drafts",
                "indexes": [models.Index(fields=["created_at"], name="request_draft_age")],
            },
        ),
        migrations.CreateModel(
            name="VillageSurvey",
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
                        related_name="surveys",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                ("surveyed_on", models.DateField(verbose_name="surveyed on")),
                (
                    "households",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="households"
                    ),
                ),
                ("residents", models.PositiveIntegerField(verbose_name="people who live there")),
                (
                    "broadband_households",
                    models.PositiveIntegerField(verbose_name="households with broadband"),
                ),
                (
                    "mobile",
                    models.CharField(
                        choices=[("none", "none"), ("2g", "2G"), ("3g", "3G"), ("4g", "4G")],
                        max_length=4,
                        verbose_name="mobile network",
                    ),
                ),
                (
                    "road_km",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="kilometres to the county center",
                    ),
                ),
                ("shops", models.PositiveSmallIntegerField(default=0, verbose_name="shops in the village")),
                (
                    "room_m2",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="room for the station, m²",
                    ),
                ),
                ("fit", models.BooleanField(verbose_name="fit for a station")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="in words")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "village survey",
                "verbose_name_plural": "village surveys",
                "ordering": ["-surveyed_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("households__gte", 1), ("broadband_households__lte", models.F("households"))
                        ),
                        name="survey_broadband_within_households",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="villagesurvey",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1a0cc4b6a87f7d8b6b1fe229f0cffe6a2454fa7b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4087a",
                    table="stations_villagesurvey",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StationVisit",
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
                        related_name="visits",
                        to="stations.station",
                        verbose_name="village service station",
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="visited on")),
                ("words", models.CharField(max_length=500, verbose_name="what was seen")),
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "visit to a station",
                "verbose_name_plural": "visits to stations",
                "ordering": ["-visited_on", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stationvisit",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2cf0cc16ced9f7ef4298ee76acf09e09544d7907",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4fade",
                    table="stations_stationvisit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="VisitFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="stations.stationvisit",
                        verbose_name="visit to a station",
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="what is wrong")),
                ("due_on", models.DateField(verbose_name="to be settled by")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "to be settled"), ("settled", "settled")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="how it was settled")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding of a visit",
                "verbose_name_plural": "findings of visits",
                "ordering": ["status", "due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("settled_at__isnull", True), ("status", "open")),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("status", "settled"),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finding_settled_says_how",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="finding_lifecycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:settled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f1baa15584f6432fc5a262e28fa2e8ef4769db82",
                    operation="UPDATE",
                    pgid="pgtrigger_finding_lifecycle_41273",
                    table="stations_visitfinding",
                    when="BEFORE",
                ),
            ),
        ),
    ]
