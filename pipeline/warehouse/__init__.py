"""SQL FILES -> ONE DUCKDB FILE: a model is one file of sql/, the catalog all of them, a build runs and checks them."""
