package tandem.media.video;

/** Takes a coded frame, gives the payloads of its packets in order. Allocates nothing. */
public interface Packetizer {
    /** Where payloads go. */
    interface Payloads {
        /**
         * A payload of {@code length} octets at {@code offset}, valid during the call.
         *
         * @param marker whether it is the last of its frame
         */
        void onPayload(byte[] bytes, int offset, int length, boolean marker);
    }

    /**
     * Cuts up a frame.
     *
     * @param frame as its codec writes it: H.264 as Annex B, AV1 as OBUs with their sizes, others bare
     * @return false when it could not be sent whole: it is none of this codec, or this payload format cannot cut it so small
     */
    boolean write(byte[] frame, int offset, int length);
}
