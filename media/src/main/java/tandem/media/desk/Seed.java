package tandem.media.desk;

import java.util.random.RandomGenerator;

/**
 * The random numbers a session begins with (RFC 3550 sections 5.1 and 8.1).
 *
 * @param ssrc our source
 * @param sequence first sequence number
 * @param timestamp first timestamp
 * @param cname our canonical name, random (RFC 7022 section 4.2)
 */
record Seed(int ssrc, int sequence, int timestamp, String cname) {
    static Seed of(RandomGenerator random) {
        return new Seed(
                random.nextInt(), random.nextInt(1 << 15), random.nextInt(), Long.toHexString(random.nextLong()));
    }
}
