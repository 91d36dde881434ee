"""How the office presents itself: one page that editors and administrators change."""
