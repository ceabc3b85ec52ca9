package tandem.sip.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.base.NettyLoop;

/** The questions on the wire, by Netty's resolver on the signalling loop; hosts file first. */
final class NettyDns implements CachedLookup.Source {
    private static final int QUERY_TIMEOUT_MS = 1_500;
    private static final int MAX_RECORDS = 32;
    private static final long NEGATIVE_TTL_S = 30;
    private static final long HOSTS_TTL_S = 10;
    private static final HostsFileEntriesResolver HOSTS = HostsFileEntriesResolver.DEFAULT;

    private final NettyLoop loop;
    private final DnsNameResolver resolver;

    /** Asks those servers, or the system's where none are named. */
    NettyDns(NettyLoop loop, List<InetSocketAddress> servers) {
        this.loop = loop;
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop.eventLoop())
                .datagramChannelType(loop.datagramChannel())
                .socketChannelType(loop.streamChannel())
                .queryTimeoutMillis(QUERY_TIMEOUT_MS);
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers))
                    .searchDomains(List.of());
        }
        resolver = builder.build();
    }

    @Override
    public void ask(DnsData.Type type, String name, CachedLookup.Reply then) {
        String ascii;
        try {
            ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException malformed) {
            then.on(new Answer.Records(List.of()), NEGATIVE_TTL_S);
            return;
        }
        switch (type) {
            case NAPTR -> ask(ascii, List.of(DnsRecordType.NAPTR), then);
            case SRV -> ask(ascii, List.of(DnsRecordType.SRV), then);
            case ADDRESS -> askAddresses(ascii, then);
        }
    }

    private void askAddresses(String name, CachedLookup.Reply then) {
        Optional<InetAddress> inFile = Optional.ofNullable(HOSTS.address(name, ResolvedAddressTypes.IPV4_PREFERRED));
        if (inFile.isPresent()) {
            then.on(new Answer.Records(List.of(new DnsData.Address(inFile.get()))), HOSTS_TTL_S);
            return;
        }
        ask(name, List.of(DnsRecordType.A, DnsRecordType.AAAA), then);
    }

    /** Asks for all of the types at once and answers when the last one is in, A before AAAA. */
    private void ask(String name, List<DnsRecordType> types, CachedLookup.Reply then) {
        List<Future<List<DnsRecord>>> futures = new ArrayList<>();
        try {
            types.forEach(type -> futures.add(resolver.resolveAll(new DefaultDnsQuestion(name, type))));
        } catch (IllegalArgumentException malformed) {
            loop.post(() -> then.on(new Answer.Records(List.of()), NEGATIVE_TTL_S));
            return;
        }
        Gathering gathering = new Gathering(name, futures, then);
        futures.forEach(future -> future.addListener(done -> loop.post(gathering::oneDone)));
    }

    void close() {
        resolver.close();
    }

    /** Waits for all futures, then joins their records. */
    private static final class Gathering {
        private final String name;
        private final List<Future<List<DnsRecord>>> futures;
        private final CachedLookup.Reply then;
        private final List<DnsData> records = new ArrayList<>();
        private long ttlS = Long.MAX_VALUE;
        private Optional<String> failure = Optional.empty();
        private int left;

        Gathering(String name, List<Future<List<DnsRecord>>> futures, CachedLookup.Reply then) {
            this.name = name;
            this.futures = futures;
            this.then = then;
            this.left = futures.size();
        }

        void oneDone() {
            if (--left > 0) {
                return;
            }
            futures.forEach(this::take);
            if (!records.isEmpty()) {
                then.on(new Answer.Records(records), ttlS);
            } else if (failure.isPresent()) {
                then.on(new Answer.Failed(failure.get()), 0);
            } else {
                then.on(new Answer.Records(List.of()), NEGATIVE_TTL_S);
            }
        }

        private void take(Future<List<DnsRecord>> future) {
            if (!future.isSuccess()) {
                if (!isNoSuchName(future.cause())) {
                    failure = Optional.of("DNS for " + name + ": " + firstLine(future.cause()));
                }
                return;
            }
            for (DnsRecord each : future.getNow()) {
                if (records.size() < MAX_RECORDS && each instanceof DnsRawRecord raw) {
                    read(raw).ifPresent(records::add);
                    ttlS = Math.min(ttlS, raw.timeToLive());
                }
                ReferenceCountUtil.release(each);
            }
        }

        /** An answer that says there is none; not silence, and not a server's own failure. */
        private static boolean isNoSuchName(Throwable cause) {
            Throwable deepest = cause;
            while (deepest != null) {
                if (DnsNameResolver.isTransportOrTimeoutError(deepest)) {
                    return false;
                }
                if (deepest instanceof DnsErrorCauseException error) {
                    return error.getCode().intValue() == 3;
                }
                deepest = deepest.getCause();
            }
            return cause instanceof UnknownHostException;
        }

        private static String firstLine(Throwable cause) {
            String text = String.valueOf(cause.getMessage());
            int end = text.indexOf('\n');
            return end < 0 ? text : text.substring(0, end);
        }
    }

    private static Optional<DnsData> read(DnsRawRecord record) {
        try {
            ByteBuf content = record.content().duplicate();
            int type = record.type().intValue();
            if (type == DnsRecordType.SRV.intValue()) {
                return Optional.of(srv(content));
            }
            if (type == DnsRecordType.NAPTR.intValue()) {
                return Optional.of(naptr(content));
            }
            if (type == DnsRecordType.A.intValue() || type == DnsRecordType.AAAA.intValue()) {
                return Optional.of(new DnsData.Address(InetAddress.getByAddress(ByteBufUtil.getBytes(content))));
            }
            return Optional.empty();
        } catch (RuntimeException | UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static DnsData srv(ByteBuf content) {
        int priority = content.readUnsignedShort();
        int weight = content.readUnsignedShort();
        int port = content.readUnsignedShort();
        return new DnsData.Srv(priority, weight, port, name(content));
    }

    private static DnsData naptr(ByteBuf content) {
        int order = content.readUnsignedShort();
        int preference = content.readUnsignedShort();
        String flags = text(content);
        String service = text(content);
        text(content);
        return new DnsData.Naptr(order, preference, flags, service, name(content));
    }

    private static String text(ByteBuf content) {
        return content.readCharSequence(content.readUnsignedByte(), StandardCharsets.ISO_8859_1)
                .toString();
    }

    private static String name(ByteBuf content) {
        String name = DefaultDnsRecordDecoder.decodeName(content);
        return name.endsWith(".") && name.length() > 1 ? name.substring(0, name.length() - 1) : name;
    }
}
