"""Work of one service that is cut up by handovers to others."""
