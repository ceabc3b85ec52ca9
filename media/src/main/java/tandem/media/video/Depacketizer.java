package tandem.media.video;

import tandem.media.rtp.RtpPacket;

/** Takes the payloads of one stream in the order of their sequence numbers, gives whole frames. Allocates only while it grows. */
public interface Depacketizer {
    /** Where frames go. */
    interface Frames {
        /** A whole frame; what is needed of it is copied, for it is filled anew with the next one. */
        void onFrame(CodedFrame frame);

        /** Something is missing: what follows may refer to it, until a key frame. Told once a gap. */
        void onLoss();
    }

    /**
     * Takes a payload; an empty one is a keep-alive.
     *
     * @param bytes holds it from {@code offset}, {@code length} octets
     * @param timestamp of its packet, in units of the payload's clock
     * @param marker whether it is the last of its frame
     * @param gap whether packets are missing between the one before and this one
     */
    void take(byte[] bytes, int offset, int length, int timestamp, boolean marker, boolean gap);

    /** Takes the payload of a packet without padding. */
    default void take(RtpPacket packet, boolean gap) {
        take(packet.bytes(), packet.payload(), packet.payloadLength(), packet.timestamp(), packet.marker(), gap);
    }

    /** Another source begins: what was heard in band of the last one is forgotten. */
    void reset();

    /** Payloads that could not be read. */
    long malformed();

    /** Frames not given because a part of them was missing, could not be read or was too much. */
    long dropped();
}
