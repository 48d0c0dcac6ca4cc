"""Asking: what a round says and offers, wordings, receipts, suspects, what is published."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import touchpoints.models


def told(apps, schema_editor):
    """Give each round its own code, and its purpose by language."""
    rounds = apps.get_model("touchpoints", "SurveyRound")
    for held in rounds.objects.select_related("workspace"):
        held.code = touchpoints.models.new_code()
        if held.told:
            held.purpose = {held.workspace.language or "fi": held.told}
        held.save(update_fields=["code", "purpose"])


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0002_together"), ("touchpoints", "0001_initial")]

    operations = [
        migrations.RenameField("surveyround", "purpose", "told"),
        migrations.AddField(
            "surveyround",
            "code",
            models.CharField(default="", editable=False, max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            "surveyround",
            "created_at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        *[
            migrations.AddField(
                "surveyround",
                name,
                models.JSONField(blank=True, default=dict, verbose_name=label),
            )
            for name, label in (
                ("news", "what was changed because of answers"),
                ("offers", "what customers may say of themselves"),
                ("privacy", "privacy"),
                ("purpose", "purpose"),
            )
        ],
        migrations.RunPython(told, migrations.RunPython.noop),
        migrations.RemoveField("surveyround", "told"),
        migrations.AlterField(
            "surveyround",
            "code",
            models.CharField(
                default=touchpoints.models.new_code, editable=False, max_length=16, unique=True
            ),
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("questions", models.JSONField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="touchpoints.surveyround",
                    ),
                ),
            ],
        ),
        migrations.AddField("answer", "wording", models.CharField(blank=True, max_length=32)),
        migrations.AddField("answer", "suspect", models.BooleanField(default=False)),
        migrations.AddField("answer", "receipt", models.CharField(blank=True, max_length=64)),
        migrations.AddIndex(
            "answer",
            models.Index(
                condition=models.Q(("receipt", ""), _negated=True),
                fields=["receipt"],
                name="answer_receipt",
            ),
        ),
        *[
            migrations.AddIndex(
                "answer",
                models.Index(condition=condition, fields=["workspace", "-at", "-id"], name=name),
            )
            for name, condition in (
                ("answer_suspect", models.Q(("suspect", True))),
                ("answer_unassigned", models.Q(("step", ""), ("touchpoint", ""))),
            )
        ],
        *[
            migrations.AddField("tally", name, models.PositiveBigIntegerField(default=0))
            for name in ("breaks", "published", "looked", "taken")
        ],
        migrations.AddField(
            "tally",
            "made_at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("journey", models.CharField(blank=True, max_length=64)),
                ("step", models.CharField(blank=True, max_length=64)),
                ("touchpoint", models.CharField(blank=True, max_length=64)),
                ("totals", models.JSONField(default=dict)),
                ("tables", models.JSONField(default=dict)),
                ("waiting", models.JSONField(default=dict)),
                ("first", models.DateField(null=True)),
                ("last", models.DateField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "journey", "step", "touchpoint"),
                        name="published_once",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("journey", models.CharField(max_length=64)),
                ("record", models.CharField(max_length=64)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heard",
                        to="touchpoints.answer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["journey", "record"], name="heard_by_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "journey", "record"), name="heard_once"
                    )
                ],
            },
        ),
    ]
