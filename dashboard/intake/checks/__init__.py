"""The checks that are made one beside the other, a module for each subject."""
