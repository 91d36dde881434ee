"""The public calendar: what is announced at a moment, as a page and as iCalendar."""
