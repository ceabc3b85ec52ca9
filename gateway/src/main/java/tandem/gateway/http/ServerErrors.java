package tandem.gateway.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server refuses before any of our handlers is asked, told as a problem document too. */
final class ServerErrors extends ErrorHandler {
    private static final String TYPE = "application/problem+json";

    private final Json json;

    ServerErrors(Json json) {
        this.json = json;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
        response.write(true, ByteBuffer.wrap(document(code, message)), callback);
    }

    private byte[] document(int code, String message) {
        String title = HttpStatus.getMessage(code);
        return json.octets(new Problem(code, title, message == null ? title : message).document());
    }
}
