"""The calendar of announced releases: what readers see of each, and the forms that change it."""
