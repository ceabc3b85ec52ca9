package tandem.media.desk;

import tandem.media.MediaStats;

/** What a path reports to its session; each call is posted to the signalling loop, but for the figures, which are told there. */
interface PathFacts {
    void onDigit(char digit, int durationMs);

    void onSpeaking(boolean speaking);

    void onSilentFor(long ms);

    void onHeardAgain();

    void onPlayed();

    void onMediaFailed(String why);

    void onStats(MediaStats stats);
}
