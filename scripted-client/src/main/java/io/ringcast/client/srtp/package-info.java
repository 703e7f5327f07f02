/** SRTP and SRTCP of a scripted peer, by jitsi-srtp: independent of the server's own. */
@NullMarked
package io.ringcast.client.srtp;

import org.jspecify.annotations.NullMarked;
