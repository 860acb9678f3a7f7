"""Budgets, grants, disbursements, contributions, expenditures and loans."""
