"""A comment by a reader without an account waits for its code beside its text."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
        ('comments', '0003_index_what_was_turned_away'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeSent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_key', models.BinaryField(max_length=16)),
                ('client_key', models.BinaryField(max_length=16)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='rescue',
            name='code_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='rescue',
            name='comment',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='rescue',
            name='email',
            field=models.EmailField(blank=True, db_default='', default='', max_length=254),
        ),
        migrations.AddField(
            model_name='rescue',
            name='name',
            field=models.CharField(blank=True, db_default='', default='', max_length=80),
        ),
        migrations.AddField(
            model_name='rescue',
            name='salt',
            field=models.CharField(blank=True, db_default='', default='', max_length=22),
        ),
        migrations.AddField(
            model_name='rescue',
            name='trapped',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='rescue',
            name='tries',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name='rescue',
            constraint=models.CheckConstraint(condition=models.Q(('salt', ''), models.Q(('code_until__isnull', False), models.Q(('email', ''), _negated=True)), _connector='OR'), name='a_code_goes_to_an_address_for_a_time'),
        ),
        migrations.AddIndex(
            model_name='codesent',
            index=models.Index(fields=['address_key', 'at'], name='codes_to_an_address'),
        ),
        migrations.AddIndex(
            model_name='codesent',
            index=models.Index(fields=['client_key', 'at'], name='codes_from_a_client'),
        ),
    ]
