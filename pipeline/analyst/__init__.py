"""What an analyst does in a terminal: query, export, models, shell. The published file is only ever read here."""
