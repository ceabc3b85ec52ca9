package tandem.gateway.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/**
 * Nothing here has a session, yet the library begins one with each WebSocket handshake, refused ones too, and would keep it for good:
 * it is ended with the request that began it.
 */
final class NoSessions implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            HttpSession begun = request instanceof HttpServletRequest http ? http.getSession(false) : null;
            if (begun != null) {
                begun.invalidate();
            }
        }
    }
}
