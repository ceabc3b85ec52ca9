package tandem.media.sdp;

/** What came of reading a session description: its content, or why it was refused. */
public sealed interface SdpReading permits Sdp, SdpRefusal {}
