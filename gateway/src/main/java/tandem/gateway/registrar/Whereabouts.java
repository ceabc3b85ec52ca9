package tandem.gateway.registrar;

import java.util.List;

/** Which devices there are, and where. On the signalling loop. */
public interface Whereabouts {
    /** Whether there is such a device. */
    boolean knows(String user);

    /** What others see of that device: its name as configured, else its user. */
    String name(String user);

    /** Where that device is registered now, the most preferred first. */
    List<Binding> bindings(String user);
}
