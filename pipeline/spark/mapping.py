"""`map` of a refresh on a cluster; its counterpart on one machine is lake/pool.py."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import SparkSession

from pipeline.errors import PostsError
from pipeline.lake.pool import Map

MAX_FILES_PER_SHARE = 1_000  # in one task of Spark


def cluster_map(spark: Callable[[], SparkSession]) -> Map:
    """Return a map over the executors of a session, which is opened when there is a task.

    If a task is lost with its executor, another executor repeats it: tasks write whole files, named by their content.
    Answers come in the order of the tasks, one share in memory at a time.
    """

    def map_(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
        shares = [pickle.dumps((function, share)) for share in _cut_shares(list(tasks))]
        return _run_shares(spark(), function.__name__, shares) if shares else ()

    return map_


def _run_shares(spark: SparkSession, name: str, shares: list[bytes]) -> Iterator[Any]:
    spark.sparkContext.setJobDescription(name)
    frame = spark.sparkContext.parallelize([(share,) for share in shares], len(shares)).toDF("share binary")
    answers = frame.mapInArrow(_run_share_batches, "answer binary").persist(StorageLevel.DISK_ONLY)
    answers.count()  # runs all shares at once; toLocalIterator() alone would run them one by one
    for row in answers.toLocalIterator():
        for answer in pickle.loads(row.answer):
            if isinstance(answer, PostsError):
                raise answer
            yield answer
    answers.unpersist()


def _run_share_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        answers = []
        for share in batch.column("share").to_pylist():
            function, tasks = pickle.loads(share)
            try:
                answers.append(pickle.dumps([function(task) for task in tasks]))
            except PostsError as error:  # the user needs its message, not an executor's stack
                answers.append(pickle.dumps([error]))
        yield pa.RecordBatch.from_pydict({"answer": pa.array(answers, pa.binary())})


def _cut_shares(tasks: list[Any]) -> Iterator[list[Any]]:
    share: list[Any] = []
    for task in tasks:
        if share and sum(other.size for other in share) + task.size > MAX_FILES_PER_SHARE:
            yield share
            share = []
        share.append(task)
    if share:
        yield share
