"""What a protocol is: frozen models of design, arms, interventions, therapy, schedule and so on."""
