/** Data channels: SCTP associations without sockets, threads and clocks, and the channels on them. */
@NullMarked
package io.ringcast.sfu.sctp;

import org.jspecify.annotations.NullMarked;
