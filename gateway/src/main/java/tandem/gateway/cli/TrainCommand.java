package tandem.gateway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import tandem.gateway.Exit;
import tandem.gateway.Gateway;
import tandem.gateway.config.ConfigReader;
import tandem.sip.SipCredentials;

/**
 * {@code train}: starts a gateway on ports of its own, bridges some calls, lets some browsers in, has a device register and ends, for the launcher to record what a start and the
 * first calls need (JEP 514, 515).
 */
@Command(name = "train", hidden = true, description = "Starts, bridges some calls and ends, to record what that needs.")
final class TrainCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(TrainCommand.class);
    private static final int CALLS = 600;
    private static final int JOINS = 30;
    private static final int REGISTERS = 100;
    private static final int LIMIT_S = 30;

    @Override
    public Integer call() throws Exception {
        Path data = Path.of(System.getenv().getOrDefault("TANDEM_DATA", "data"));
        SipCredentials device = new SipCredentials("practice", "only for this start");
        try (PracticeCalls practice = new PracticeCalls();
                Gateway gateway = Gateway.start(
                        ConfigReader.read(Optional.of(devices(data, device)), environment(data, practice.port())));
                HttpClient client = HttpClient.newHttpClient()) {
            URI health = URI.create("http://" + gateway.addresses().get("http") + "/health");
            client.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
            int answered = practice.make(CALLS, "sip:9@" + gateway.addresses().get("sip/udp"), LIMIT_S);
            int joined = new PracticeJoins(client, "ws://" + gateway.addresses().get("http")).make(JOINS, "1000");
            int granted =
                    practice.register(REGISTERS, gateway.addresses().getOrDefault("sip/udp", ""), device, LIMIT_S);
            log.info(
                    "practised {} calls, {} answered, {} joins, {} let in, and {} registrations, {} granted",
                    CALLS,
                    answered,
                    JOINS,
                    joined,
                    REGISTERS,
                    granted);
        }
        return Exit.OK;
    }

    /** Devices have no keys in the environment. */
    private static Path devices(Path data, SipCredentials device) throws IOException {
        Files.createDirectories(data);
        return Files.writeString(
                data.resolve("train-devices.yaml"),
                "devices: [{user: " + device.username() + ", password: " + device.password() + "}]\n");
    }

    private static Map<String, String> environment(Path data, int port) throws IOException {
        Files.createDirectories(data);
        Path plan = Files.writeString(
                data.resolve("train.yaml"),
                "rules: [{name: out, when: {to: '9'}, go: {address: 'sip:9@127.0.0.1:" + port
                        + "'}}, {name: rooms, when: {to: '1000'}, go: {room: '1000'}}]\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("TANDEM_DATA", data.toString());
        environment.put("TANDEM_DIALPLAN", plan.toAbsolutePath().toString());
        environment.put("TANDEM_SIP_UDP", "127.0.0.1:0");
        environment.put("TANDEM_SIP_TCP", "127.0.0.1:0");
        environment.put("TANDEM_HTTP_LISTEN", "127.0.0.1:0");
        environment.put("TANDEM_HTTP_TLS", "127.0.0.1:0");
        environment.put("TANDEM_WEBRTC_PORT", "0");
        environment.put("TANDEM_MEDIA_BIND", "127.0.0.1");
        return environment;
    }
}
