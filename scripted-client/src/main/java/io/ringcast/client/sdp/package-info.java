/** Offers written and answers read, independently of the server's SDP code. */
@NullMarked
package io.ringcast.client.sdp;

import org.jspecify.annotations.NullMarked;
