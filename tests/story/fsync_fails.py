"""A disk that fails when told to keep: exit 70, nothing acknowledged is lost, a new start works on.

A small library of the story's own (LD_PRELOAD) lets the nth fsync of one file fail with EIO.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, Installation, check, end, engines, equal  # noqa: E402

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int calls;

/* 1: this call is the one that fails, or comes after it: a disk that failed stays failed. */
static int fails(int file) {
  const char *ending = getenv("FSYNC_FAILS_FILE"), *nth = getenv("FSYNC_FAILS_NTH");
  char link[64], path[4096];
  if (!ending || !nth) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t size = readlink(link, path, sizeof path - 1);
  if (size < 0) return 0;
  path[size] = 0;
  size_t length = strlen(ending);
  if ((size_t)size < length || strcmp(path + size - length, ending) != 0) return 0;
  if (__sync_add_and_fetch(&calls, 1) < atoi(nth)) return 0;
  int told = open(getenv("FSYNC_FAILS_TOLD"), O_WRONLY | O_CREAT, 0600);
  if (told >= 0) close(told);
  errno = EIO;
  return 1;
}

int fsync(int file) {
  if (fails(file)) return -1;
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
  if (fails(file)) return -1;
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}
"""


def build(folder):
    source, library = pathlib.Path(folder, "shim.c"), str(pathlib.Path(folder, "shim.so"))
    source.write_text(SHIM)
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-o", library, str(source), "-ldl"], check=True
    )
    return library


def take(at, number, env=None):
    well = f"S{number}"
    file = at.write(f"{well}.csv", f"井编号,所在村,水质\n{well},910101001001,合格\n")
    return subprocess.run(
        at.command(
            *("parcel", "take", file, "--register", "well", "--area", "910101"),
            *("--day", "2020-03-06", "--json"),
        ),
        capture_output=True,
        text=True,
        timeout=120,
        env=env,
    )


def wells(at):
    listed = at.json("record", "list", "well", "--area", "cn", "--limit", "1000")
    return {item["well_id"] for item in listed["items"]}


def one_failure(engine, library, ending, nth):
    what = f"{engine}, fsync {nth} of {ending}"
    with Installation(engine) as at:
        at.run("init", "--pack", DEMO)
        equal(take(at, 0).returncode, 0, f"{what}: before")
        acknowledged, told = {"S0"}, pathlib.Path(at.folder, "told")
        env = dict(
            os.environ,
            LD_PRELOAD=library,
            FSYNC_FAILS_FILE=ending,
            FSYNC_FAILS_NTH=str(nth),
            FSYNC_FAILS_TOLD=str(told),
        )
        holder = subprocess.Popen(
            at.command("hold"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=env,
        )
        holder.stdout.readline()
        number = 0
        while not told.exists() and number < 20:
            number += 1
            done = take(at, number, env)
            if done.returncode == 0:
                acknowledged.add(f"S{number}")
            else:
                check(done.returncode in (3, 70), f"{what}: exit {done.returncode} {done.stderr}")
        check(told.exists(), f"{what}: the failure came")
        try:
            equal(holder.wait(timeout=60), 70, f"{what}: the process ends with 70")
        except subprocess.TimeoutExpired:
            check(False, f"{what}: the process goes on with a failed disk")
            holder.kill()
        check(holder.stderr.read().strip() != "", f"{what}: it says why")
        check(acknowledged <= wells(at), f"{what}: lost {acknowledged - wells(at)}")
        equal(take(at, 100).returncode, 0, f"{what}: work goes on after a new start")
        verified = at.run("verify", "--json", exit=None)
        wrong = [item for item in json.loads(verified.stdout)["items"] if not item["good"]]
        equal(wrong, [], f"{what}: verify")


with tempfile.TemporaryDirectory(prefix="diaodu-shim-") as folder:
    shim = build(folder)
    for each in engines():
        one_failure(each, shim, "/high_water/mark", 2)
        one_failure(each, shim, "/high_water/mark", 4)
    one_failure("duckdb", shim, "/diaodu.db.wal", 1)
    one_failure("duckdb", shim, "/diaodu.db.wal", 3)
end()
