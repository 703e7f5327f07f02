/** DTLS 1.2 ends of a scripted peer, on BouncyCastle and apart from the server's own. */
@NullMarked
package io.ringcast.client.dtls;

import org.jspecify.annotations.NullMarked;
