package tandem.gateway.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.base.NettyLoop;
import tandem.gateway.registrar.Binding;
import tandem.sip.SipWay;

class BindingRowsTest {
    @TempDir
    private Path folder;

    private static Binding binding(String device, String contact, String host) {
        return new Binding(
                device,
                contact,
                Optional.of("<urn:uuid:1>").filter(i -> contact.contains("ob")),
                1,
                500,
                "call-id",
                7,
                1_800_000_000_000L,
                List.of("<sip:p1;lr>", "<sip:p2;lr>"),
                new SipWay("TLS", new InetSocketAddress(InetAddress.ofLiteral(host), 5061)),
                true,
                "Phone/1");
    }

    private Database opened(NettyLoop loop) throws Exception {
        Database database = Database.of(Database.file(folder), folder, loop, Duration.ofDays(1), 100);
        database.start().get(10, TimeUnit.SECONDS);
        return database;
    }

    private static boolean replace(Database database, NettyLoop loop, String device, List<Binding> bindings)
            throws Exception {
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        loop.post(() -> database.bindings().replace(device, bindings, stored::complete));
        return stored.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasStoredIsFoundAtTheNextStart() throws Exception {
        Binding one = binding("101", "sip:101@192.0.2.1;ob", "192.0.2.1");
        Binding two = binding("101", "sip:101@[2001:db8::1]", "2001:db8::1");
        NettyLoop loop = new NettyLoop("test", 1_000);
        try {
            try (Database database = opened(loop)) {
                assertTrue(replace(database, loop, "101", List.of(two)));
                assertTrue(replace(database, loop, "101", List.of(one, two)));
                assertTrue(replace(database, loop, "102", List.of(binding("102", "sip:102@h", "192.0.2.2"))));
                assertTrue(replace(database, loop, "102", List.of()));
            }
            try (Database database = opened(loop)) {
                CompletableFuture<List<Binding>> found = new CompletableFuture<>();
                loop.post(() -> database.bindings().load(found::complete));
                assertEquals(List.of(one, two), found.get(10, TimeUnit.SECONDS));
            }
        } finally {
            loop.close();
        }
    }
}
