from django.db import migrations, models


class Migration(migrations.Migration):
    """A guarantee that is taken back whole stands for no day."""

    dependencies = [("partners", "0004_refunds_by_moment")]

    operations = [
        migrations.RemoveConstraint(model_name="award", name="award_of_a_guarantee_tells_its_month"),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted__isnull", True),
                    ("days__isnull", True),
                    ("month__isnull", True),
                )
                | models.Q(("counted__isnull", False), ("days__gte", 0), ("month__day", 1)),
                name="award_of_a_guarantee_tells_its_month",
            ),
        ),
    ]
