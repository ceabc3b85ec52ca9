package tandem.call;

import tandem.media.MediaTerms;

/** Digits sent after an answer, such as {@code ww123#}: each {@code w} waits half a second. */
final class PostDial {
    private static final int DIGIT_MS = 120;
    private static final long PAUSE_MS = 500;

    private PostDial() {}

    static void send(Party party, String digits) {
        send(party, digits, 0);
    }

    private static void send(Party party, String digits, int from) {
        for (int i = from; i < digits.length(); i++) {
            if (digits.charAt(i) == 'w') {
                int next = i + 1;
                party.calls().loop().after(PAUSE_MS * 1_000_000, () -> party.guarded(() -> send(party, digits, next)));
                return;
            }
            if (party.media().terms().digits() == MediaTerms.Digits.SIGNALLED) {
                party.leg().sendDigit(digits.charAt(i), DIGIT_MS);
            } else {
                party.media().session().sendDigit(digits.charAt(i), DIGIT_MS);
            }
        }
    }
}
