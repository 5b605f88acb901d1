"""Kill -9 under load, again and again: what was acknowledged is there and the chain holds.

kill9.py [TIMES]   (60 unless told; ten times as many with DIAODU_NIGHTLY=1)
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, Installation, check, end, engines, equal, stop  # noqa: E402

VILLAGES = {
    "910101": "910101001001",
    "910102": "910102001001",
    "920101": "920101001001",
    "920102": "920102001001",
}
WRITERS = 4


class Load:
    """Writers that send small files until told to stop, and note what was acknowledged to them."""

    def __init__(self, at, turn):
        self.at, self.turn = at, turn
        self.acknowledged = []  # (parcel, well)
        self.refused = []
        self.lock = threading.Lock()
        self.is_over = False
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self, writer):
        county = list(VILLAGES)[writer % 4]
        number = 0
        while not self.is_over:
            well = f"K{self.turn}-{writer}-{number}"
            number += 1
            file = self.at.write(
                f"{well}.csv", f"井编号,所在村,水质\n{well},{VILLAGES[county]},合格\n"
            )
            done = subprocess.run(
                self.at.command(
                    "parcel",
                    "take",
                    file,
                    "--register",
                    "well",
                    "--area",
                    county,
                    "--day",
                    "2020-03-06",
                    "--json",
                ),
                capture_output=True,
                text=True,
            )
            with self.lock:
                if done.returncode == 0:
                    self.acknowledged.append((json.loads(done.stdout)["items"][0]["parcel"], well))
                elif done.returncode not in (3, 70):
                    self.refused.append((done.returncode, done.stdout, done.stderr))
            if done.returncode != 0:
                return  # the holder is gone; the next turn has its own writers

    def end(self):
        self.is_over = True
        for thread in self.threads:
            thread.join()


def one_turn(at, turn, rng, all_acknowledged):
    holder = at.hold()
    load = Load(at, turn)
    time.sleep(rng.uniform(0.05, 1.0))
    load.is_over = True  # no writer becomes the holder itself after the kill
    holder.kill()
    holder.wait()
    load.end()
    all_acknowledged += load.acknowledged
    equal(load.refused, [], "nothing but an end of the holder stops a writer")


def what_was_acknowledged_is_there(at, all_acknowledged, turn):
    checks = {item["check"]: item for item in at.json("verify")["items"]}
    for name, item in checks.items():
        check(item["good"], f"after kill {turn}: {name}: {item['found']}")
    have = {
        row["well_id"]
        for row in at.json("record", "list", "well", "--area", "cn", "--limit", "1000000")["items"]
    }
    lost = [(parcel, well) for parcel, well in all_acknowledged if well not in have]
    equal(lost, [], f"after kill {turn}: acknowledged and lost")


def kills(at, times):
    rng = random.Random(20200306)
    acknowledged = []
    at.run("init", "--pack", DEMO)
    for turn in range(times):
        one_turn(at, turn, rng, acknowledged)
        if turn % 10 == 9 or turn == times - 1:
            what_was_acknowledged_is_there(at, acknowledged, turn + 1)
    check(len(acknowledged) >= times // 2, f"there was a load: {len(acknowledged)} acknowledged")
    rebuilt = at.json("rebuild")["items"]
    check(all(table["equal"] for table in rebuilt), f"rebuild after {times} kills: {rebuilt}")
    print(
        f"kill9.py: {at.engine}: {times} kills, {len(acknowledged)} commands acknowledged, all"
        " there",
        flush=True,
    )


def main():
    times = (
        int(sys.argv[1])
        if len(sys.argv) > 1
        else 60 * (10 if os.environ.get("DIAODU_NIGHTLY") else 1)
    )
    for engine in engines():
        with Installation(engine) as installation:
            kills(installation, times if engine == "duckdb" else max(1, times // 6))
    end()


main()
