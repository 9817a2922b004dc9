"""The checks of a policy: one file a check or a small family; ``policygen.checklist`` lists them all."""
