"""PARQUET ON DISK: the parser's rows in fragments named by their content, and the manifest that commits them."""
