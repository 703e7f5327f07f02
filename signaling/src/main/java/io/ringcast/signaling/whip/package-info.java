/** The doors WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-04): translation only. */
@NullMarked
package io.ringcast.signaling.whip;

import org.jspecify.annotations.NullMarked;
