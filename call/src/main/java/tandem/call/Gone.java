package tandem.call;

/** The party's leg is over; whatever still comes of it is forgotten. */
record Gone() implements PartyState {}
