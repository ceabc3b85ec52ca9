package tandem.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.Listen;
import tandem.gateway.config.Loaded;
import tandem.gateway.http.Api;
import tandem.sip.SipListener;

/** What listens, and how it stands. */
final class Listeners {
    private static final long START_LIMIT_S = 20;

    private final Loaded loaded;
    private volatile List<Bound> all = List.of();

    /** Nothing listens yet. */
    Listeners(Loaded loaded) {
        this.loaded = loaded;
    }

    /** A listener by its name, and whether it still listens. */
    private record Bound(String name, String address, BooleanSupplier up) {}

    /** These of SIP are up. */
    void sip(List<SipListener> listeners) {
        listeners.forEach(listener -> add(
                "sip/" + listener.transport().toLowerCase(Locale.ROOT),
                Listen.show(listener.address()),
                listener.up()));
    }

    /** These of HTTP are up. */
    void http(List<Api.Bound> listeners) {
        listeners.forEach(listener -> add(listener.name(), Listen.show(listener.address()), listener.up()));
    }

    private void add(String name, String address, BooleanSupplier up) {
        List<Bound> more = new ArrayList<>(all);
        more.add(new Bound(name, address, up));
        all = List.copyOf(more);
    }

    /** Waits for what is starting; where that fails the configuration is at fault, by that key where the failure names no other. */
    <T> T await(CompletableFuture<T> starting, String key) throws ConfigException {
        try {
            return starting.orTimeout(START_LIMIT_S, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            String at = StartFaults.key(loaded.config(), key, cause);
            throw new ConfigException(
                    List.of(loaded.origins().fault(at, StartFaults.words(loaded.config(), at, cause))));
        }
    }

    /** The line that says that every listener is up, and where. */
    String ready() {
        return all.stream()
                .map(listener -> listener.name() + " " + listener.address())
                .collect(Collectors.joining(", ", "ready ", ""));
    }

    /** Their addresses by name: {@code sip/udp}, {@code http} ... */
    Map<String, String> addresses() {
        return all.stream().collect(Collectors.toMap(Bound::name, Bound::address));
    }

    /** How each stands now. */
    List<Api.Listener> states() {
        return all.stream()
                .map(listener -> new Api.Listener(
                        listener.name(), listener.address(), listener.up().getAsBoolean() ? "up" : "down"))
                .toList();
    }

    /** Whether one listens no longer. */
    boolean anyDown() {
        return all.stream().anyMatch(listener -> !listener.up().getAsBoolean());
    }
}
