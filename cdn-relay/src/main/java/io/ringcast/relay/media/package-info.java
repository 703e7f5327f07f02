/** Encoded frames of a live stream and what their decoders need. */
@NullMarked
package io.ringcast.relay.media;

import org.jspecify.annotations.NullMarked;
