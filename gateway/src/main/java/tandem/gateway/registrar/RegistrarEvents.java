package tandem.gateway.registrar;

/** What the registrar reports. On the signalling loop. */
public interface RegistrarEvents {
    /** A device that was not registered is now. */
    void onRegistered(DeviceState device);

    /** A device is registered no longer. */
    void onUnregistered(DeviceState device);
}
