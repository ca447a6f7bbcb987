"""From what tests came to, to what a student reads about it."""
