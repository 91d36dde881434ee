"""What persons may have of what they wrote: a copy, or its erasure, once whoever reads the mailbox has confirmed it."""
