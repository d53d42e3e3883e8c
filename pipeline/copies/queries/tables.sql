-- A row is a table of the published file, with its description and its columns.
select
    schema_name || '.' || table_name as name,
    tables.comment as description,
    list(
        { name: columns.column_name, type: columns.data_type, description: columns.comment }
        order by columns.column_index
    ) as columns
from duckdb_tables() as tables
inner join duckdb_columns() as columns using (schema_name, table_name)
where tables.database_name = current_database()
group by all
order by name
