/** SCTP packets as bytes (RFC 9260) and the messages that open data channels (RFC 8832). */
@NullMarked
package io.ringcast.sfu.wire.sctp;

import org.jspecify.annotations.NullMarked;
