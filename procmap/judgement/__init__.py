"""What may be claimed and accepted: guards, false discoveries, law, gain, laws of gains and of the plan, grade, rank."""
