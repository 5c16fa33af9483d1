"""Bytes to figures and findings. Pure: reads no database and writes nothing."""
