"""Full text search: docs/decisions/0026."""
