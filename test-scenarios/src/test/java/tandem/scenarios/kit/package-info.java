/** What the stories are told with: real phones, SIPp, a lossy network, a tone meter, and the gateway as a process. */
@NullMarked
package tandem.scenarios.kit;

import org.jspecify.annotations.NullMarked;
