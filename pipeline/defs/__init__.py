"""THE ONLY FOLDER THAT IMPORTS DAGSTER, one file a concept. What is done stands in lake/ and warehouse/."""
