"""The same refresh on Apache Spark: needs the extra [spark], and nothing else of the project imports it."""
