"""The portal's own rules, on frozen values: tasks, honours' standing, figures, own addresses, searching."""
