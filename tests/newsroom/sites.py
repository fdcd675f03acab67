"""Whole sites in processes of their own, started and asked as a person would."""

import os
import socket
import subprocess
import urllib.error
import urllib.request

from tests.newsroom.workers import until


class Site:
    """The code in one folder, its data in another."""

    def __init__(self, folder, var):
        self.folder, self.var = folder, var
        self.processes = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        hidden = ("DATABASE_URL", "NEWSROOM_VAR", "SITE_URL", "DJANGO_SETTINGS_MODULE", "EMAIL_URL")
        self.env = {name: value for name, value in os.environ.items() if name not in hidden}
        if var != folder / "var":
            self.env["NEWSROOM_VAR"] = str(var)

    def start(self, *options):
        command = [".venv/bin/python", "manage.py", "serve", "--port", str(self.port), "--workers", "1"]
        return self.serve([*command, *options])

    def serve(self, command):
        with (self.var.parent / "first.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        until(lambda: self.get("/-/ready")[0] == 200, 900)
        return process

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, ""
        except OSError:
            return 0, ""

    def run(self, *command):
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def stop(self):
        self.run(".venv/bin/python", "manage.py", "serve", "--stop")
        for process in self.processes:
            process.wait(60)
