/** Opens a microphone, and says in a word of ours why it could not. */
import { failure } from './failure.mjs';

/** Speech into a room: the browser takes echo and noise out and levels it. */
const FOR_SPEECH = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** The names of Media Capture and Streams, 10.2.1 (getUserMedia), as words of ours. */
const CAUSES = new Map([
    ['NotAllowedError', 'permission-denied'],
    ['SecurityError', 'permission-denied'],
    ['NotFoundError', 'no-microphone'],
    ['OverconstrainedError', 'no-microphone'],
    ['NotReadableError', 'microphone-busy'],
    ['AbortError', 'microphone-busy'],
]);

/**
 * The audio track of the microphone `deviceId`, or of the one the browser prefers. Fails with the cause `insecure-context`,
 * `permission-denied`, `no-microphone`, `microphone-busy` or `no-webrtc`.
 */
export async function capture(deviceId) {
    if (!navigator.mediaDevices?.getUserMedia) {
        throw isSecureContext
            ? failure('no-webrtc', 'this browser has no access to microphones')
            : failure('insecure-context', 'browsers give a microphone to pages over HTTPS or from this computer only');
    }
    const which = deviceId ? { deviceId: { exact: deviceId } } : {};
    try {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: { ...FOR_SPEECH, ...which } });
        return stream.getAudioTracks()[0];
    } catch (error) {
        throw failure(CAUSES.get(error.name) ?? 'microphone-busy', error.message);
    }
}
