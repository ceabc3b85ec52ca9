package tandem.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiClientTest {
    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1:8080, http://192.0.2.1:8080/v1/rooms",
        "http://192.0.2.1:8080/, http://192.0.2.1:8080/v1/rooms",
        "https://pbx.example.org/tandem, https://pbx.example.org/tandem/v1/rooms",
        "https://pbx.example.org/tandem/, https://pbx.example.org/tandem/v1/rooms",
    })
    void theApiMayLieUnderAPathOfAnotherServer(String url, URI whole) {
        assertEquals(whole, ApiClient.under(URI.create(url), "/v1/rooms"));
    }
}
