package tandem.gateway.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tandem.gateway.Exit;
import tandem.gateway.Gateway;
import tandem.gateway.config.ConfigReader;

/** {@code train}: starts and ends a gateway on ports of its own, for the launcher to record what a start needs. */
@Command(name = "train", hidden = true, description = "Starts and ends once, to record what a start needs.")
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("TANDEM_DATA", System.getenv().getOrDefault("TANDEM_DATA", "data"));
        environment.put("TANDEM_SIP_UDP", "127.0.0.1:0");
        environment.put("TANDEM_SIP_TCP", "127.0.0.1:0");
        environment.put("TANDEM_HTTP_LISTEN", "127.0.0.1:0");
        environment.put("TANDEM_MEDIA_BIND", "127.0.0.1");
        try (Gateway gateway = Gateway.start(ConfigReader.read(Optional.empty(), environment));
                HttpClient client = HttpClient.newHttpClient()) {
            URI health = URI.create("http://" + gateway.addresses().get("http") + "/health");
            client.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
        }
        return Exit.OK;
    }
}
