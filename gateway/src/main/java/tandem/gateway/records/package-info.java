/** What outlives a call: the database, its thread, the records of calls, and copies of the signalling for other eyes. */
@NullMarked
package tandem.gateway.records;

import org.jspecify.annotations.NullMarked;
