import pathlib
import subprocess

import pytest
from harness.appliance import Appliance


@pytest.fixture(scope="session")
def killer(tmp_path_factory):
    """The library that ends the appliance at a chosen moment."""
    library = tmp_path_factory.mktemp("killer") / "killer.so"
    source = pathlib.Path(__file__).with_name("killer.c")
    subprocess.run(["gcc", "-Wall", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
    return library


class Mortal(Appliance):
    """An appliance whose death can be planned."""

    def __init__(self, data, killer):
        self.plan = pathlib.Path(data).with_suffix(".plan")
        super().__init__(data, env={"LD_PRELOAD": str(killer), "WATTKEEPER_KILL_PLAN": str(self.plan)})

    def die_at(self, plan):
        """From now on: at this moment (see killer.c)."""
        waiting = self.plan.with_suffix(".new")
        waiting.write_text(plan + "\n")
        waiting.rename(self.plan)

    def start(self, plan=None, **more):
        self.plan.unlink(missing_ok=True)
        if plan:
            self.die_at(plan)
        return super().start(**more)

    @property
    def syncs_before_death(self):
        """How often the disk was asked between the plan and the end."""
        return int(self.plan.with_suffix(".plan.syncs").read_text())

    def wait_dead(self, timeout=5):
        code = self.process.wait(timeout)
        assert code == -9, f"ended with {code}:\n{self.stderr()}"


@pytest.fixture
def mortal(tmp_path, killer):
    appliance = Mortal(tmp_path / "data", killer)
    yield appliance
    if appliance.process:
        appliance.kill()
