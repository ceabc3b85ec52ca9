package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.NegotiatedPictures;
import tandem.media.NegotiatedVideo;
import tandem.media.NegotiationLocal;
import tandem.media.StreamDescription.Kind;
import tandem.media.VideoLocal;
import tandem.media.VideoReception;

/**
 * The video of one session, seen from the signalling loop: sockets, taken with the first description that has use for them, and the
 * path on the media loop.
 */
final class Pictures {
    private final RtpDesk desk;
    private final String call;
    private final Runnable wanted;
    private @Nullable PortPair ports; // none before there is video
    private @Nullable VideoPath path;
    private VideoLocal.@Nullable Ports described;
    private boolean shown;

    /** Of that call; {@code wanted} is run on any thread when the peer is to be asked for a whole picture by signalling. */
    Pictures(RtpDesk desk, String call, Runnable wanted) {
        this.desk = desk;
        this.call = call;
        this.wanted = wanted;
    }

    /** What we have, once there are sockets where the terms and, of an offer of theirs, its streams have use for them. */
    NegotiationLocal of(NegotiationLocal ours, MediaTerms terms, Optional<MediaDescription> offer, Opening opening) {
        boolean wanted = !terms.video().none() && offer.map(Pictures::hasVideo).orElse(true);
        if (wanted && ports == null) {
            opening.open().ifPresent(taken -> take(taken, ours.rtp(), opening));
        }
        VideoReception reception = VideoReception.PASSED_ON.within(terms.video().most());
        return ours.withVideo(
                new VideoLocal(Optional.ofNullable(described), Optional.empty(), Optional.empty(), reception));
    }

    /** Where sockets come from, and what is ordered on the loop they are on. */
    interface Opening {
        /** A pair on the session's loop; empty where none is left. */
        Optional<PortPair> open();

        /** The session's loop. */
        MediaLoop loop();

        /** Runs there after all that was ordered before. */
        void order(Runnable task);
    }

    private static boolean hasVideo(MediaDescription offer) {
        return offer.streams().stream().anyMatch(s -> s.kind() == Kind.VIDEO && !s.refused());
    }

    private void take(PortPair taken, InetSocketAddress audio, Opening opening) {
        ports = taken;
        described = new VideoLocal.Ports(
                new InetSocketAddress(audio.getAddress(), taken.rtp().port()),
                new InetSocketAddress(audio.getAddress(), taken.rtcp().port()),
                desk.keys());
        VideoPath made = new VideoPath(call, opening.loop(), taken, desk, wanted);
        path = made;
        opening.order(made::start);
    }

    /** Both sides agreed on that. */
    void apply(NegotiatedPictures agreed, Consumer<Runnable> order) {
        VideoPath present = path;
        if (present != null) {
            Optional<NegotiatedVideo> main =
                    agreed.main().filter(video -> !video.path().bundled());
            if (shown && main.isEmpty()) {
                freshKeys();
            }
            shown = main.isPresent();
            order.accept(() -> present.apply(main));
        }
    }

    /** A stream that was taken away and comes back begins anew, with keys that were never used (RFC 3711 section 9.1). */
    private void freshKeys() {
        VideoLocal.Ports before = described;
        if (before != null) {
            described = new VideoLocal.Ports(before.rtp(), before.rtcp(), desk.keys());
        }
    }

    /** The path on the media loop, where there is one. */
    Optional<VideoPath> path() {
        return Optional.ofNullable(path);
    }

    /** Its sockets, to be given back. */
    Optional<PortPair> ports() {
        return Optional.ofNullable(ports);
    }
}
