"""ONE PAGE FOR THE EDITOR: what the published file says, in sentences, charts and tables. It knows no lake, no site."""
