import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from partners.commission.sql import JOIN_COMMISSION_AMOUNT, SPLIT_COMMISSION_AMOUNT


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0001_people"),
        ("stations", "0002_logs"),
    ]

    operations = [
        migrations.RunSQL(SPLIT_COMMISSION_AMOUNT, JOIN_COMMISSION_AMOUNT),
        migrations.CreateModel(
            name="ClosingRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="commissionrate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="commissionrate",
            name="update_update",
        ),
        migrations.AddField(
            model_name="commissionrate",
            name="hold_days",
            field=models.PositiveSmallIntegerField(
                default=7,
                help_text="From the hand-over to the day it is earned.",
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="days on hold",
            ),
        ),
        migrations.AddField(
            model_name="commissionrate",
            name="source",
            field=models.CharField(
                blank=True, help_text="Where this rate was decided.", max_length=200, verbose_name="source"
            ),
        ),
        migrations.AddField(
            model_name="commissionrateevent",
            name="hold_days",
            field=models.PositiveSmallIntegerField(
                default=7,
                help_text="From the hand-over to the day it is earned.",
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="days on hold",
            ),
        ),
        migrations.AddField(
            model_name="commissionrateevent",
            name="source",
            field=models.CharField(
                blank=True, help_text="Where this rate was decided.", max_length=200, verbose_name="source"
            ),
        ),
        migrations.AddField(
            model_name="monthclosing",
            name="requested_by",
            field=models.ForeignKey(
                help_text="Empty: the clock, or a command.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked for by",
            ),
        ),
        migrations.AlterField(
            model_name="earning",
            name="rate",
            field=models.ForeignKey(
                db_index=False,
                help_text="Empty: no rate was in force on that day, so nothing was earned.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="earnings",
                to="partners.commissionrate",
                verbose_name="commission rate",
            ),
        ),
        migrations.AddIndex(
            model_name="earning",
            index=models.Index(fields=["rate", "paid_on"], name="earning_rate_day"),
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
        migrations.AddConstraint(
            model_name="commissionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("hold_days__lte", 365)), name="commission_rate_hold_within_a_year"
            ),
        ),
        migrations.AddField(
            model_name="closingrange",
            name="closing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ranges", to="partners.monthclosing"
            ),
        ),
        migrations.AddConstraint(
            model_name="closingrange",
            constraint=models.UniqueConstraint(fields=("closing", "from_id"), name="closing_range_once"),
        ),
    ]
