"""The demonstration: invented figures, written as the files that agencies would send. Every one carries the mark."""
