"""Connection to a Spark cluster. Add a setting that every refresh needs to SETTINGS."""

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

MASTER_TIMEOUT_S = 10.0
LOG4J_FILE = Path(__file__).with_name("log4j2.properties")
SETTINGS = {
    # With other values, tables would differ from those that DuckDB builds.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    # These change speed and output only.
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.skewJoin.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def open_session(master: str | None) -> Iterator[SparkSession]:
    """Yield a session at `master`, or at the one that spark-submit has set.

    Raises UsageError for a text that is no master, PostsError where no master answers or Java is missing.
    """
    _check_master(master)
    warnings.filterwarnings("ignore", module="pyspark")
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # errors are shown in one line instead
    builder = SparkSession.builder.appName("posts-warehouse").config(
        "spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={LOG4J_FILE}"
    )
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        spark = (builder.master(master) if master else builder).getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise PostsError(
            f"Spark cannot be started at {master or 'the master of spark-submit'}: {error_summary(error)}"
        ) from error
    try:
        if "PYSPARK_PYTHON" not in os.environ:
            spark.sparkContext.pythonExec = sys.executable  # for the executors, which else take python3
        functions.register_functions(spark)
        yield spark
    finally:
        spark.stop()


def _check_master(master: str | None) -> None:
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
            socket.create_connection((host, int(port)), timeout=MASTER_TIMEOUT_S).close()
            return
        except (OSError, ValueError) as error:
            silent.append(f"{place} ({error})")
    if silent:
        raise PostsError(f"no Spark master answers at {', '.join(silent)}: start it, or give another --master")


def error_summary(error: BaseException) -> str:
    """Return the message of Spark's error, without the classes and the stack around it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    for line in lines:
        if found := re.match(r"(?::\s*)?(?:[\w$]+\.)+\w*(?:Exception|Error): (.+)", line):
            return found[1]
    return lines[0] if lines else type(error).__name__
