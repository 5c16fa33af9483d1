"""Reports and estimates made into bytes to be taken away."""
