package tandem.media.desk;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where sessions get their {@link IceTransport}. On the signalling loop. */
public interface IcePorts extends AutoCloseable {
    /** Begins to listen for those loops' sessions; fails with the reason where that cannot be. From any thread, once. */
    CompletableFuture<Void> start(List<MediaLoop> loops);

    /** A transport on that loop for a peer whose signalling comes from there; it can be described at once. */
    IceTransport open(String call, MediaLoop loop, InetAddress peer, IceTransport.Events events);

    /** Listens no more. */
    @Override
    void close();
}
