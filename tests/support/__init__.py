"""What tests share: the database, the browser, the viewers."""
