"""What a protocol is: frozen models of design, arms, interventions, therapy, schedule, population and conduct."""
