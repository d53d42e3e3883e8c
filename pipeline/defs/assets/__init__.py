"""Assets: lake, models and page. Add a module here for another kind of asset."""
