"""Room 2: from cases to small tables and figures; it knows no wording."""
