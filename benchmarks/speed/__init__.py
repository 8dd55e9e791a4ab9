"""What is measured by ``make bench``, a module a part, and the page that is made of it."""
