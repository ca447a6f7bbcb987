"""What graders drew, as SVG, tables and images that bring everything with them."""
