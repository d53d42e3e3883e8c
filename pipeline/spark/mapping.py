"""The `map` that a refresh on a cluster works with: executors run the very functions that processes would."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import SparkSession

from pipeline.errors import PostsError
from pipeline.lake.pool import Map

SHARE = 1_000  # files that are worth a task of Spark's


def mapped(spark: Callable[[], SparkSession]) -> Map:
    """A map over the executors of a session, which is asked for when there is something to do.

    A task that is lost with its executor is done again by another: tasks write whole files under names that say what
    is in them. Answers come in the order of the tasks, one part of them at a time.
    """

    def map_(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
        shares = [pickle.dumps((function, share)) for share in _shares(list(tasks))]
        return _answers(spark(), function.__name__, shares) if shares else ()

    return map_


def _answers(spark: SparkSession, name: str, shares: list[bytes]) -> Iterator[Any]:
    spark.sparkContext.setJobDescription(name)
    given = spark.sparkContext.parallelize([(share,) for share in shares], len(shares)).toDF("share binary")
    done = given.mapInArrow(_run, "answer binary").persist(StorageLevel.DISK_ONLY)
    done.count()  # all at once; read one by one they would also be made one by one
    for row in done.toLocalIterator():
        for answer in pickle.loads(row.answer):
            if isinstance(answer, PostsError):
                raise answer
            yield answer
    done.unpersist()


def _run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        answers = []
        for share in batch.column("share").to_pylist():
            function, tasks = pickle.loads(share)
            try:
                answers.append(pickle.dumps([function(task) for task in tasks]))
            except PostsError as error:  # what the user has to know, not an executor's stack
                answers.append(pickle.dumps([error]))
        yield pa.RecordBatch.from_pydict({"answer": pa.array(answers, pa.binary())})


def _shares(tasks: list[Any]) -> Iterator[list[Any]]:
    share: list[Any] = []
    for task in tasks:
        if share and sum(other.size for other in share) + task.size > SHARE:
            yield share
            share = []
        share.append(task)
    if share:
        yield share
