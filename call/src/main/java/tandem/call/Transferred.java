package tandem.call;

/** Another has taken the party's place; its leg is about to end. */
record Transferred() implements PartyState {
    @Override
    public Cause recorded(Cause why) {
        return Cause.TRANSFERRED;
    }
}
