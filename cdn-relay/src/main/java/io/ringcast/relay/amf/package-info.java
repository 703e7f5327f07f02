/** Action Message Format 0: the values in RTMP's commands and FLV's metadata. */
@NullMarked
package io.ringcast.relay.amf;

import org.jspecify.annotations.NullMarked;
