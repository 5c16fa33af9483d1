"""What is told about an area or a measure, composed once and rendered many times. Pure."""
