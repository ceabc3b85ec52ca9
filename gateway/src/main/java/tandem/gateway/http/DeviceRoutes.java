package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tandem.base.Loop;
import tandem.gateway.config.Listen;
import tandem.gateway.registrar.Binding;
import tandem.gateway.registrar.DeviceState;
import tandem.gateway.registrar.Registrar;

/** {@code /v1/devices}: phones and terminals, and where they are registered. */
public final class DeviceRoutes implements Api.Beside {
    private final Registrar registrar;
    private final Asked asked;
    private final Json json = new Json();

    /** The devices of that registrar, whose loop it is. */
    public DeviceRoutes(Loop loop, Registrar registrar) {
        this.registrar = registrar;
        this.asked = new Asked(loop);
    }

    @Override
    public void add(RoutesConfig routes, Sockets sockets, Sites sites, Source source) {
        routes.get(
                "/v1/devices",
                context -> json.answer(
                        context,
                        200,
                        asked.of(registrar::devices).stream()
                                .map(DeviceView::of)
                                .toList()));
    }

    /**
     * A device.
     *
     * @param user its number
     * @param name what others see
     * @param state registered or unregistered
     * @param address where it registered from last, by which transport
     * @param expires until when it is registered
     * @param contacts where it is registered, the most preferred first
     * @param failure why it was refused, since it was granted last
     * @param failed when that was
     */
    record DeviceView(
            String user,
            Optional<String> name,
            String state,
            Optional<String> address,
            Optional<Instant> expires,
            List<ContactView> contacts,
            Optional<String> failure,
            Optional<Instant> failed) {
        static DeviceView of(DeviceState device) {
            List<ContactView> contacts = device.bindings().stream()
                    .map(binding -> ContactView.of(binding, device.silent().contains(binding)))
                    .toList();
            return new DeviceView(
                    device.user(),
                    device.name(),
                    contacts.isEmpty() ? "unregistered" : "registered",
                    contacts.stream().findFirst().map(ContactView::address),
                    contacts.stream().map(ContactView::expires).max(Instant::compareTo),
                    contacts,
                    device.failure(),
                    device.failedAt());
        }
    }

    /**
     * One contact.
     *
     * @param contact the URI it gave
     * @param address where it registered from
     * @param transport by what
     * @param expires until when
     * @param q how much it is preferred, 0 to 1
     * @param agent the device's product
     * @param instance which device it is, as it says itself
     * @param path proxies requests to it pass
     * @param behindNat whether it is reached by where it registered from alone
     * @param silent whether it does not answer to being asked whether it is there
     */
    record ContactView(
            String contact,
            String address,
            String transport,
            Instant expires,
            double q,
            String agent,
            Optional<String> instance,
            List<String> path,
            boolean behindNat,
            boolean silent) {
        static ContactView of(Binding binding, boolean silent) {
            return new ContactView(
                    binding.contact(),
                    Listen.show(binding.way().remote()),
                    binding.way().transport().toLowerCase(java.util.Locale.ROOT),
                    Instant.ofEpochMilli(binding.expiresMs()),
                    binding.q() / 1_000.0,
                    binding.agent(),
                    binding.instance(),
                    binding.path(),
                    binding.source(),
                    silent);
        }
    }
}
