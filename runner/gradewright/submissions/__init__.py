"""Find, unpack and read submissions; nothing is executed here."""
