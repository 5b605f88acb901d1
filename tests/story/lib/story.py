"""For the stories: the real program on a real, temporary store, on both engines.

Environment: DIAODU (the program), DIAODU_ROOT (the checkout), DIAODU_TEST_PG (postgresql://...,
optional unless DIAODU_REQUIRE_PG=1).
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(os.environ.get("DIAODU_ROOT", pathlib.Path(__file__).resolve().parents[3]))
PROGRAM = os.environ.get("DIAODU", str(ROOT / "build/release/diaodu"))
DEMO = str(ROOT / "packs/demo")
passed = failed = 0


def check(condition, what):
    """One thing the story promises; a broken promise is printed and the story goes on."""
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        frame = sys._getframe(1)
        print(
            f"FAILED {os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}: {what}",
            flush=True,
        )


def equal(found, wanted, what):
    global failed, passed
    if found == wanted:
        passed += 1
        return
    failed += 1
    frame = sys._getframe(1)
    print(
        f"FAILED {os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}: {what}: "
        f"found {found!r}, wanted {wanted!r}",
        flush=True,
    )


def end():
    print(f"{os.path.basename(sys.argv[0])}: {passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


class Installation:
    """A data folder (or a database with its folder of files) of its own, removed at the end."""

    def __init__(self, engine, folder=None):
        self.engine = engine
        self.folder = folder or tempfile.mkdtemp(prefix="diaodu-story-")
        self.database = None
        if engine == "postgres":
            url = os.environ["DIAODU_TEST_PG"]
            parts = urllib.parse.urlsplit(url)
            self.database = "story_" + uuid.uuid4().hex[:12]
            self.admin = url
            psql(url, f"create database {self.database}")
            self.data = urllib.parse.urlunsplit(parts._replace(path="/" + self.database))
            self.options = ["--data", self.data, "--files", self.folder + "/data"]
        else:
            self.data = self.folder + "/data"
            self.options = ["--data", self.data]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.database:
            psql(self.admin, f"drop database if exists {self.database} with (force)")

    def command(self, *arguments):
        return [PROGRAM, *arguments, *self.options]

    def run(self, *arguments, exit=0, lang="zh"):
        """Runs a command; its exit code is checked unless `exit` is None."""
        done = subprocess.run(
            self.command(*arguments, "--lang", lang),
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.folder,
        )
        if exit is not None and done.returncode != exit:
            check(
                False,
                f"{' '.join(arguments)}: exit {done.returncode}, wanted"
                f" {exit}\n{done.stdout}{done.stderr}",
            )
        return done

    def json(self, *arguments, exit=0):
        done = self.run(*arguments, "--json", exit=exit)
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            check(
                False,
                f"{' '.join(arguments)} --json prints no JSON object:\n{done.stdout}{done.stderr}",
            )
            return {"items": []}
        return answer

    def write(self, name, text, encoding="utf-8"):
        path = pathlib.Path(self.folder, name)
        path.write_bytes(text.encode(encoding))
        return str(path)

    def hold(self):
        """A process that keeps the data open, ready when this returns."""
        process = subprocess.Popen(
            self.command("hold"), stdout=subprocess.PIPE, text=True, cwd=self.folder
        )
        process.stdout.readline()
        return process

    def serve(self, *options):
        """A server, ready when this returns, and its port."""
        process = subprocess.Popen(
            self.command("serve", "--listen", "127.0.0.1:0", "--lang", "en", *options),
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.folder,
        )
        line = process.stdout.readline()
        found = re.search(r":(\d+)\s", line)
        if not found:
            sys.exit(f"serve says {line!r}")
        return process, int(found[1])


def stop(process):
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=60)


def psql(url, statement):
    done = subprocess.run(
        ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", statement],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"psql: {done.stderr}")


def engines():
    found = ["duckdb"]
    if os.environ.get("DIAODU_TEST_PG"):
        found.append("postgres")
    elif os.environ.get("DIAODU_REQUIRE_PG") == "1":
        sys.exit("DIAODU_REQUIRE_PG=1 but DIAODU_TEST_PG is not set")
    return found


def on_each_engine(story):
    for engine in engines():
        started = time.time()
        with Installation(engine) as installation:
            story(installation)
        print(
            f"{os.path.basename(sys.argv[0])}: {engine} {time.time() - started:.1f} s", flush=True
        )
    end()
