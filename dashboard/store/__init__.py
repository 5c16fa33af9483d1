"""The only SQL: what is kept, in SQLite or PostgreSQL."""
