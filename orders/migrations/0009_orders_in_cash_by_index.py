from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0008_the_desk_finds_by_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="agentorder",
            index=models.Index(
                condition=models.Q(("pay_how", "cash")), fields=["id"], name="agent_order_in_cash"
            ),
        ),
    ]
