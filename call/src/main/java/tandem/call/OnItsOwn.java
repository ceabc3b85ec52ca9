package tandem.call;

/** The party hears itself or a tone: the echo and tone rooms. */
record OnItsOwn() implements PartyState {}
