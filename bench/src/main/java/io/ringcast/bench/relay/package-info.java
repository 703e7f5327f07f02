/** One stream to many players by RTMP and FLV: this server's relay beside nginx's RTMP module. */
@NullMarked
package io.ringcast.bench.relay;

import org.jspecify.annotations.NullMarked;
