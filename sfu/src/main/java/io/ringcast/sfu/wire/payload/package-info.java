/** How each codec's RTP payload tells what forwarding must know. */
@NullMarked
package io.ringcast.sfu.wire.payload;

import org.jspecify.annotations.NullMarked;
