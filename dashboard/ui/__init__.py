"""What people see and press: Streamlit only."""
