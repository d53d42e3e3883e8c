"""What a run holds from its first asset to its last."""

import gc
from pathlib import Path

import dagster as dg
import pytest

from pipeline.defs.resources import RefreshResource


def test_garbage_is_not_collected_until_a_run_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTS_WAREHOUSE", str(tmp_path))
    with dg.build_init_resource_context() as context:
        with RefreshResource().yield_for_execution(context):
            assert not gc.isenabled()
        assert gc.isenabled()
