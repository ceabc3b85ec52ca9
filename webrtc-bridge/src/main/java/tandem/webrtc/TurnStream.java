package tandem.webrtc;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TURN server over TCP or TLS, as the agent sees it: by UDP, at a port of this machine. The messages are the same either way; on a
 * stream ChannelData is padded to four octets (RFC 8656 section 12.5). The library knows TURN over TCP for TCP candidates only, which
 * browsers do not have, and over TLS not at all. Two threads that wait, both virtual.
 */
final class TurnStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TurnStream.class);
    private static final int CONNECT_MS = 3_000;
    private static final int MOST = 2_048; // a relayed datagram and its headers
    private static final int STUN_HEADER = 20;
    private static final int CHANNEL_HEADER = 4;

    private final DatagramSocket here;
    private final Socket there;
    private volatile boolean known; // somebody of ours speaks to it

    private TurnStream(DatagramSocket here, Socket there) {
        this.here = here;
        this.there = there;
    }

    /** Connects to that server, and listens for the agent on that address. Blocks. */
    static TurnStream open(IceServer server, InetAddress on) throws IOException {
        InetSocketAddress named = server.address();
        Socket plain = new Socket();
        try {
            plain.connect(
                    new InetSocketAddress(InetAddress.getByName(named.getHostString()), named.getPort()), CONNECT_MS);
            plain.setTcpNoDelay(true);
            Socket socket = server.over() == IceServer.Over.TURN_TLS ? secure(plain, named) : plain;
            TurnStream stream = new TurnStream(new DatagramSocket(0, on), socket);
            Thread.ofVirtual().name("turn-out").start(stream::out);
            Thread.ofVirtual().name("turn-in").start(stream::in);
            return stream;
        } catch (IOException refused) {
            plain.close();
            throw refused;
        }
    }

    /** The server's certificate is to be of a known authority, and of that host (RFC 8656 section 2.1 with RFC 7525). */
    private static Socket secure(Socket plain, InetSocketAddress named) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure =
                (SSLSocket) factory.createSocket(plain, named.getHostString(), named.getPort(), /* autoClose= */ true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(CONNECT_MS);
        secure.startHandshake();
        secure.setSoTimeout(0);
        return secure;
    }

    /** Where the agent finds the server. */
    InetSocketAddress address() {
        return (InetSocketAddress) here.getLocalSocketAddress();
    }

    private void out() {
        byte[] datagram = new byte[MOST];
        try {
            OutputStream stream = there.getOutputStream();
            DatagramPacket packet = new DatagramPacket(datagram, datagram.length);
            while (!here.isClosed()) {
                packet.setLength(datagram.length - CHANNEL_HEADER);
                here.receive(packet);
                if (!known) {
                    here.connect(packet.getSocketAddress()); // from now on nobody else is heard
                    known = true;
                }
                int padded = (packet.getLength() + 3) / 4 * 4;
                Arrays.fill(datagram, packet.getLength(), padded, (byte) 0);
                stream.write(datagram, 0, padded);
                stream.flush();
            }
        } catch (IOException ended) {
            end(ended);
        }
    }

    private void in() {
        byte[] message = new byte[MOST];
        try {
            DataInputStream stream = new DataInputStream(new BufferedInputStream(there.getInputStream()));
            while (!here.isClosed()) {
                stream.readFully(message, 0, CHANNEL_HEADER);
                int said = ((message[2] & 0xFF) << 8) | (message[3] & 0xFF);
                boolean channel = (message[0] & 0xC0) == 0x40; // RFC 8656 section 12.4: 0x4000 to 0x4FFF
                int length = channel ? CHANNEL_HEADER + said : STUN_HEADER + said;
                int padded = (length + 3) / 4 * 4;
                if (padded > MOST) {
                    throw new IOException("a message of " + length + " octets");
                }
                stream.readFully(message, CHANNEL_HEADER, padded - CHANNEL_HEADER);
                if (known) {
                    here.send(new DatagramPacket(message, length));
                }
            }
        } catch (IOException ended) {
            end(ended);
        }
    }

    private void end(IOException why) {
        if (!here.isClosed()) {
            log.info("the connection to a TURN server ended: {}", why.getMessage());
            close();
        }
    }

    /** The server ends the allocation with its connection (RFC 8656 section 3.1). */
    @Override
    public void close() {
        here.close();
        try {
            there.close();
        } catch (IOException already) {
            log.debug("closing it: {}", already.getMessage());
        }
    }
}
