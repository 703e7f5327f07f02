/** Live streams' sockets: the port where RTMP publishers and players come in, and pushes go out. Here are threads and the clock. */
@NullMarked
package io.ringcast.relay.door;

import org.jspecify.annotations.NullMarked;
