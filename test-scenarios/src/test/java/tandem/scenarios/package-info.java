/** Stories across the whole gateway, told by real peers: SIPp, baresip and linphone. */
@NullMarked
package tandem.scenarios;

import org.jspecify.annotations.NullMarked;
