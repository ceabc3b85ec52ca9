package tandem.gateway.registrar;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where bindings outlive the process. Called on the signalling loop and never blocks it: what was asked is done elsewhere, in the order it was
 * asked, and told on the loop.
 */
public interface BindingStore {
    /** Tells, once, all that is kept, those that have expired among them; nothing where it cannot be read, which is logged. */
    void load(Consumer<List<Binding>> then);

    /**
     * Makes these all the bindings of that device, in one transaction; none: forgets it.
     *
     * @param then told whether they would be found after a crash of the process now; never before this returned
     */
    void replace(String device, List<Binding> bindings, Consumer<Boolean> then);
}
