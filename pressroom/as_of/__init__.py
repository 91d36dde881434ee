"""What did the site say at …: the reader's pages as they were, or will be, at a moment that staff choose."""
