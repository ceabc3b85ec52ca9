package tandem.gateway;

import tandem.gateway.cli.Commands;

/** The program. */
public final class Tandem {
    private Tandem() {}

    /** Runs the command of that line, and exits with its code. */
    public static void main(String... arguments) {
        Log.open();
        int code = Commands.run(arguments);
        Log.close();
        System.exit(code);
    }
}
