"""What people do here. The first statement of each journey asks for the right to it."""
