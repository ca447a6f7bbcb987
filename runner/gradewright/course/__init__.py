"""Read and check the files that describe a course."""
