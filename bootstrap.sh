#!/bin/sh
# Makes .venv with exactly the packages of the lock: `./bootstrap.sh run`, or `./bootstrap.sh test` for the test tools as well.
# Needs Python 3.11 or newer. Uses uv where it is installed; does nothing where nothing changed.
set -eu
cd "$(dirname "$0")"
want=${1:-run}
lock=requirements.lock
[ "$want" = test ] && lock=requirements-test.lock
venv=.venv
fingerprint() { cksum "$1" | cut -d' ' -f1,2 | tr ' ' '-'; }
stamp="$venv/.installed-$want"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint $lock)" ] && "$venv/bin/python" -c "" 2>/dev/null; then exit 0; fi

say() { printf '\033[2m· %s\033[0m\n' "$*" >&2; }
die() { printf '\n%s\n' "$*" >&2; exit 1; }

python=
for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python3.14 python; do
  [ -n "$candidate" ] || continue
  # run it: a name on PATH may be a shim that does not work
  if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1; then python=$candidate; break; fi
done
[ -n "$python" ] || die "Newsroom needs Python 3.11 or newer, and none was found. On Debian or Ubuntu: apt install python3 python3-venv. Or set PYTHON=/path/to/python."

if ! "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  say "Making the environment in $venv with $("$python" -V 2>&1)"
  rm -rf "$venv"
  if ! "$python" -m venv "$venv" >/tmp/newsroom-venv.$$ 2>&1; then
    rm -rf "$venv"
    if command -v uv >/dev/null 2>&1; then
      UV_PYTHON_DOWNLOADS=never uv venv -q --python "$python" "$venv"
    elif command -v virtualenv >/dev/null 2>&1; then
      virtualenv -q -p "$python" "$venv"
    else
      cat /tmp/newsroom-venv.$$ >&2; rm -f /tmp/newsroom-venv.$$
      die "Python's venv module does not work here. On Debian or Ubuntu: apt install python3-venv"
    fi
  fi
  rm -f /tmp/newsroom-venv.$$
fi

# --no-deps: the lock is whole; pip would look up a package's extras again, and refuse a release newer than the lock
say "Installing the packages of $lock (the first time takes a minute)"
if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
  UV_PYTHON_DOWNLOADS=never uv pip install -q --python "$venv/bin/python" --no-deps --require-hashes -r "$lock" ||
    die "The packages could not be installed; the lines above say why. Is the network there? Then run the same command again."
else
  "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip -q
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-input --no-deps --require-hashes -r "$lock" ||
    die "The packages could not be installed; the lines above say why. Is the network there? Then run the same command again."
fi
fingerprint "$lock" >"$stamp"
# the test lock holds everything the other one does
if [ "$want" = test ]; then fingerprint requirements.lock >"$venv/.installed-run"; fi
