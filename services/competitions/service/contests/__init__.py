"""What is done with a contest, from its opening to its awards."""
