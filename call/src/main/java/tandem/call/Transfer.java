package tandem.call;

import java.util.Map;
import java.util.Optional;

/**
 * What a party asks of its own accord: that whom it talks with be put through to somebody else.
 *
 * @param to whom, as the party would dial it: the user part or the digits
 * @param host the host it would dial, or empty
 * @param pin a PIN that came with that, if any; never logged
 * @param instead the party of ours whose place is to be taken: the asker's own other call (an attended transfer)
 * @param carried headers that the new leg is to be given, by name
 * @param asker is told what becomes of it
 */
public record Transfer(
        String to,
        String host,
        Optional<String> pin,
        Optional<Party> instead,
        Map<String, String> carried,
        Asker asker) {
    public Transfer {
        carried = Map.copyOf(carried);
    }

    /** Who asked, and is told what becomes of it: at last that it is done, or that it failed and all is as it was. */
    public interface Asker {
        /** It is being done. */
        void onTrying();

        /** Whom it is put through to is alerted. */
        void onRinging();

        /** It is done: the asker is out of it. */
        void onDone();

        /** It failed, and the asker is connected as before. */
        void onFailed(Cause why);
    }

    /** Nobody is told. */
    static final Asker NOBODY = new Asker() {
        @Override
        public void onTrying() {}

        @Override
        public void onRinging() {}

        @Override
        public void onDone() {}

        @Override
        public void onFailed(Cause why) {}
    };

    @Override
    public String toString() {
        return PinMask.of(to)
                + instead.map(party -> " in place of call " + party.id()).orElse("");
    }
}
