"""An extract larger than memory: cut by person, worked through part by part, and added up.

The same functions give the same answers as for a whole extract: `hertoets.run.compute`.
"""
