package tandem.gateway.webrtc;

import java.net.InetAddress;

/**
 * Who opened a line, as far as that shows before anything was said.
 *
 * @param room what the path names: what a phone would dial
 * @param host what was called, without port
 * @param source where from, after trusted proxies
 * @param agent the browser as it names itself, or empty
 */
public record Caller(String room, String host, InetAddress source, String agent) {}
