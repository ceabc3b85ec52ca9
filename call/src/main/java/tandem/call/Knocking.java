package tandem.call;

/** Nothing has been decided about the party yet. */
record Knocking() implements PartyState {}
