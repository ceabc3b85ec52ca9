/** The HTTP API: rooms, participants, calls, captures, trunks, devices, events, pages, health and metrics, asked of the signalling loop. */
@NullMarked
package tandem.gateway.http;

import org.jspecify.annotations.NullMarked;
