"""What customers meet who are asked: the answer page, the kiosk, the receipt."""
