"""What students are handed out for an assignment, as a folder and as an archive."""
