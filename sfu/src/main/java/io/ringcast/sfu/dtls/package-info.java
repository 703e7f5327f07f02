/** The DTLS handshake by BouncyCastle, on threads of its own. */
@NullMarked
package io.ringcast.sfu.dtls;

import org.jspecify.annotations.NullMarked;
