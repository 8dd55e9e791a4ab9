"""What three tools leave of the same tables: Hertoets, pytauargus and ACRO, under one attacker."""
