package tandem.gateway.records;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.gateway.registrar.Binding;
import tandem.gateway.registrar.BindingStore;
import tandem.sip.SipWay;

/** Bindings of devices as rows: all of a device are written together, and those of all are read once, when the database is opened. */
final class BindingRows implements BindingStore {
    private static final Logger log = LoggerFactory.getLogger(BindingRows.class);
    private static final String READ =
            "SELECT device, contact, instance, reg_id, q, call_id, cseq, expires_ms, path, transport, remote,"
                    + " source, agent FROM bindings WHERE gateway = ? ORDER BY device, number";
    private static final String FORGET = "DELETE FROM bindings WHERE gateway = ? AND device = ?";
    private static final String WRITE =
            "INSERT INTO bindings (gateway, device, number, contact, instance, reg_id, q, call_id, cseq,"
                    + " expires_ms, path, transport, remote, source, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String BETWEEN = "\n"; // no URI holds one

    private final Records records;
    private final String gateway;
    private final Loop loop;
    private final CompletableFuture<List<Binding>> found = new CompletableFuture<>();

    BindingRows(Records records, String gateway, Loop loop) {
        this.records = records;
        this.gateway = gateway;
        this.loop = loop;
    }

    /** Reads all there are; on the records thread, before anything is written. */
    void read(Session session) throws SQLException {
        List<Binding> all = new ArrayList<>();
        PreparedStatement query = session.prepared(READ);
        query.setString(1, gateway);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                binding(row).ifPresent(all::add);
            }
        }
        found.complete(List.copyOf(all));
    }

    private static Optional<Binding> binding(ResultSet row) throws SQLException {
        String device = row.getString("device");
        Optional<InetSocketAddress> remote = address(row.getString("remote"));
        if (remote.isEmpty()) {
            log.warn("a registration of device {} cannot be read and is forgotten", device);
            return Optional.empty();
        }
        String path = row.getString("path");
        return Optional.of(new Binding(
                device,
                row.getString("contact"),
                Optional.ofNullable(row.getString("instance")),
                row.getInt("reg_id"),
                row.getInt("q"),
                row.getString("call_id"),
                row.getLong("cseq"),
                row.getLong("expires_ms"),
                path.isEmpty() ? List.of() : List.of(path.split(BETWEEN, -1)),
                new SipWay(row.getString("transport"), remote.get()),
                row.getInt("source") != 0,
                row.getString("agent")));
    }

    private static Optional<InetSocketAddress> address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return Optional.of(new InetSocketAddress(
                    InetAddress.ofLiteral(text.substring(0, Math.max(0, colon))),
                    Integer.parseInt(text.substring(colon + 1))));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    @Override
    public void load(Consumer<List<Binding>> then) {
        found.whenComplete((all, failed) -> loop.post(() -> then.accept(all == null ? List.of() : all)));
    }

    @Override
    public void replace(String device, List<Binding> bindings, Consumer<Boolean> then) {
        Replacement job = new Replacement(device, List.copyOf(bindings), then);
        boolean taken = records.add(job);
        if (!taken || records.away()) {
            job.onDone(false);
        }
    }

    /** All bindings of a device, in the place of those it had. */
    private final class Replacement implements Job {
        private final String device;
        private final List<Binding> bindings;
        private final Consumer<Boolean> then;
        private final AtomicBoolean told = new AtomicBoolean();

        Replacement(String device, List<Binding> bindings, Consumer<Boolean> then) {
            this.device = device;
            this.bindings = bindings;
            this.then = then;
        }

        @Override
        public void write(Session session) throws SQLException {
            PreparedStatement forget = session.prepared(FORGET);
            new CallRows.Row(forget).text(gateway).text(device).write();
            int number = 0;
            for (Binding binding : bindings) {
                write(new CallRows.Row(session.prepared(WRITE)), number, binding);
                number++;
            }
        }

        private void write(CallRows.Row row, int number, Binding binding) throws SQLException {
            InetSocketAddress remote = binding.way().remote();
            row.text(gateway)
                    .text(device)
                    .number(number)
                    .text(binding.contact())
                    .text(binding.instance());
            row.number(binding.regId())
                    .number(binding.q())
                    .text(binding.callId())
                    .number(binding.cseq());
            row.number(binding.expiresMs()).text(String.join(BETWEEN, binding.path()));
            row.text(binding.way().transport()).text(remote.getAddress().getHostAddress() + ":" + remote.getPort());
            row.number(binding.source() ? 1 : 0).text(binding.agent()).write();
        }

        @Override
        public void onDone(boolean stored) {
            if (!told.getAndSet(true)) {
                loop.post(() -> then.accept(stored));
            }
        }
    }
}
