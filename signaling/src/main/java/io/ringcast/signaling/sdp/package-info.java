/** Session descriptions (RFC 8866) read, offers answered (RFC 9429); pure, no web framework. */
@NullMarked
package io.ringcast.signaling.sdp;

import org.jspecify.annotations.NullMarked;
