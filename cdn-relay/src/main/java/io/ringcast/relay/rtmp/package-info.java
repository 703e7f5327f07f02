/** RTMP (Adobe's specification 1.0) without sockets, threads and clocks: one connection as a server, one as a client that publishes. */
@NullMarked
package io.ringcast.relay.rtmp;

import org.jspecify.annotations.NullMarked;
