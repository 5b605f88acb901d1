"""An init that was stopped midway (a full disk, a kill) is no data; the same init again works."""

import pathlib
import resource
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, Installation, check, end, engines, equal  # noqa: E402


def stopped_by_size(at, most):
    """No file may grow past `most` bytes: as on a disk with little room."""

    def limit():
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        at.command("init", "--pack", DEMO, "--lang", "en"),
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=limit,
    )


def works_again(at, what, may_be_whole=False):
    again = at.run("init", "--pack", DEMO, exit=None)
    if may_be_whole and again.returncode == 3:  # it was killed after its last word was on disk
        equal(at.run("doctor", exit=None).returncode, 0, f"{what}: the data are whole")
    else:
        equal(again.returncode, 0, f"{what}: the same init again works")
    equal(at.run("init", "--pack", DEMO, exit=None).returncode, 3, f"{what}: there are data now")
    file = at.write("a.csv", "井编号,所在村\nW1,910101001001\n")
    taken = at.json(
        "parcel", "take", file, "--register", "well", "--area", "910101", "--day", "2020-03-05"
    )
    equal(taken["items"][0]["rows_accepted"], 1, f"{what}: a file is taken")
    at.run("verify")


def full_disk(engine):
    stopped = 0
    for most in (8, 3000, 200_000):
        with Installation(engine) as at:
            done = stopped_by_size(at, most)
            if done.returncode == 0:
                works = at.run("doctor", exit=None).returncode
                equal(works, 0, f"{most}: an init that said yes is whole")
                continue
            stopped += 1
            check(done.returncode in (3, 70), f"{most}: exit {done.returncode}: {done.stderr}")
            check(bool(done.stderr.strip()), f"{most}: it says why")
            refused = at.run("parcel", "list", exit=None, lang="en")
            equal(refused.returncode, 3, f"{most}: half a folder is not used")
            check("init" in refused.stderr, f"{most}: what to do is said: {refused.stderr}")
            works_again(at, f"{engine} {most}")
    check(stopped > 0, "some limit stops init midway")


def killed(engine):
    for wait in (0.05, 0.15, 0.3, 0.6):
        with Installation(engine) as at:
            process = subprocess.Popen(
                at.command("init", "--pack", DEMO),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(wait)
            process.kill()
            if process.wait() != 0:
                works_again(at, f"{engine} killed after {wait}", may_be_whole=True)


for one in engines():
    full_disk(one)
    killed(one)
end()
