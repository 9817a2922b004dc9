"""What the program works out for the hand-outs: contacts, clocks, registers and the evidence matrix."""
