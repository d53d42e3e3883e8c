"""The connection to a Spark cluster, and the one line that is said when there is none."""

import logging
import os
import re
import shutil
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipeline.errors import PostsError, UsageError
from pipeline.spark import functions

PATIENCE = 10.0  # seconds for a master to answer
LOGGING = Path(__file__).with_name("log4j2.properties")
SETTINGS = {
    # what equal tables depend on
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    # what speed does
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.skewJoin.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def session(master: str | None) -> Iterator[SparkSession]:
    """A session at `master`, or at the one that spark-submit has set; PostsError where nobody answers there."""
    _answers(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    warnings.filterwarnings("ignore", module="pyspark")
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # what fails is said in one line
    builder = SparkSession.builder.appName("posts-warehouse").config(
        "spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={LOGGING}"
    )
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        spark = (builder.master(master) if master else builder).getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise PostsError(
            f"Spark cannot be started at {master or 'the master of spark-submit'}: {said(error)}"
        ) from error
    try:
        functions.register(spark)
        yield spark
    finally:
        spark.stop()


def _answers(master: str | None) -> None:
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        raise PostsError("Spark needs Java 17 or newer, and there is none: install openjdk-17-jre-headless or its like")
    if master is None:
        if "SPARK_ENV_LOADED" not in os.environ and "spark.master" not in os.environ.get("PYSPARK_SUBMIT_ARGS", ""):
            raise UsageError("--engine spark needs a master: --master spark://HOST:7077, yarn, k8s://… or local[*]")
        return
    if not re.match(r"(spark|k8s)://.|yarn$|local(\[.+\])?$", master):
        raise UsageError(f"{master} is no master: give spark://HOST:7077, yarn, k8s://HOST:PORT or local[*]")
    silent = []
    for place in master.removeprefix("spark://").split(",") if master.startswith("spark://") else []:
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=PATIENCE).close()
            return
        except (OSError, ValueError) as error:
            silent.append(f"{place} ({error})")
    if silent:
        raise PostsError(f"no Spark master answers at {', '.join(silent)}: start it, or give another --master")


def said(error: BaseException) -> str:
    """What an error of Spark says, without the classes and the stack around it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    for line in lines:
        if found := re.match(r"(?::\s*)?(?:[\w$]+\.)+\w*(?:Exception|Error): (.+)", line):
            return found[1]
    return lines[0] if lines else type(error).__name__
