"""Three facts and one decision table in Hertoets, OpenFisca and ttsim, on the same people."""
