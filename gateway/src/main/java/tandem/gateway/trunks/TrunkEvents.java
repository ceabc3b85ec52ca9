package tandem.gateway.trunks;

/** What trunks report. On the signalling loop. */
public interface TrunkEvents {
    /** State or failure of a trunk changed, or there is a new one. */
    void onTrunk(TrunkFacts trunk);

    /** There is no such trunk any more. */
    void onTrunkGone(String name);

    /**
     * A call was not let out.
     *
     * @param trunk by which it was to go
     * @param number that was to be called
     * @param why in words
     */
    void onTrunkRefused(TrunkFacts trunk, String number, String why);
}
