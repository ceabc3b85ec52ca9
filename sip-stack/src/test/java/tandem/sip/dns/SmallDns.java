package tandem.sip.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tandem.base.NettyLoop;

/** A DNS server that knows what it is told, counts what it is asked, and keeps silent about some names. */
public final class SmallDns implements AutoCloseable {
    private final NettyLoop loop = new NettyLoop("test-dns", 1000);
    private final Channel channel;
    private final Map<String, List<Entry>> zone = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    final List<String> asked = new CopyOnWriteArrayList<>();

    private record Entry(DnsRecordType type, long ttlS, ByteBuf content) {}

    /** One at a free port of 127.0.0.1. */
    public SmallDns() {
        channel = new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.datagramChannel())
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel created) {
                        created.pipeline()
                                .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Server());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** That name has that address, IPv4 or IPv6. */
    public SmallDns a(String name, String address) {
        return add(
                name,
                address.indexOf(':') < 0 ? DnsRecordType.A : DnsRecordType.AAAA,
                60,
                Unpooled.wrappedBuffer(InetAddress.ofLiteral(address).getAddress()));
    }

    /** That service is at that port of the target. */
    public SmallDns srv(String name, int priority, int weight, int port, String target) {
        ByteBuf content =
                Unpooled.buffer().writeShort(priority).writeShort(weight).writeShort(port);
        return add(name, DnsRecordType.SRV, 60, name(content, target));
    }

    /** That domain is reached by that service, such as {@code SIP+D2U}, for which the replacement is asked for SRV. */
    public SmallDns naptr(String name, int order, int preference, String service, String replacement) {
        ByteBuf content = Unpooled.buffer().writeShort(order).writeShort(preference);
        text(content, "s");
        text(content, service);
        text(content, "");
        return add(name, DnsRecordType.NAPTR, 60, name(content, replacement));
    }

    SmallDns cname(String name, String target) {
        return add(name, DnsRecordType.CNAME, 60, name(Unpooled.buffer(), target));
    }

    SmallDns silentAbout(String name) {
        silent.add(name);
        return this;
    }

    SmallDns failingFor(String typeAndName) {
        failing.add(typeAndName);
        return this;
    }

    private SmallDns add(String name, DnsRecordType type, long ttlS, ByteBuf content) {
        zone.computeIfAbsent(name, key -> new ArrayList<>()).add(new Entry(type, ttlS, content));
        return this;
    }

    private static void text(ByteBuf content, String text) {
        content.writeByte(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static ByteBuf name(ByteBuf content, String name) {
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                text(content, label);
            }
        }
        return content.writeByte(0);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Server extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            String name = question.name().substring(0, question.name().length() - 1);
            String typeAndName = question.type().name() + " " + name;
            asked.add(typeAndName);
            if (silent.contains(name)) {
                return;
            }
            DatagramDnsResponse response = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            response.setRecursionAvailable(true);
            response.addRecord(DnsSection.QUESTION, question);
            if (failing.contains(typeAndName)) {
                response.setCode(DnsResponseCode.SERVFAIL);
            } else {
                answer(response, name, question.type());
            }
            context.writeAndFlush(response);
        }

        private void answer(DatagramDnsResponse response, String name, DnsRecordType type) {
            List<Entry> entries = zone.get(name);
            if (entries == null) {
                response.setCode(DnsResponseCode.NXDOMAIN);
                return;
            }
            for (Entry each : entries) {
                if (each.type.equals(type) || each.type.equals(DnsRecordType.CNAME)) {
                    response.addRecord(
                            DnsSection.ANSWER,
                            new DefaultDnsRawRecord(name + ".", each.type, each.ttlS, each.content.copy()));
                }
            }
        }
    }
}
