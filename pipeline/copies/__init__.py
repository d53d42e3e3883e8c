"""What leaves the warehouse: an export, and copies in other places. Start with places.py."""
