"""The words of the field: areas, periods, agencies, indicators, figures, rights. Imports nothing of ours."""
