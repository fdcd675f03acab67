"""How moderators are mailed, and who paused the comments when."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0004_first_comments_by_code'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PauseEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_pause', models.BooleanField()),
                ('sentence', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ('-pk',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='QueueMail',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='queue_mail', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('how', models.CharField(choices=[('once', 'At once, then hourly while something waits'), ('hourly', 'Hourly, together'), ('daily', 'Daily, in the morning'), ('never', 'Never')], default='once', max_length=6)),
                ('mailed_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='pauseentry',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
