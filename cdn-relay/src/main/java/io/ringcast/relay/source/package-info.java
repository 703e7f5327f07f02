/** What a room's publications become before they are a live stream: whole pictures, AAC, on one time. */
@NullMarked
package io.ringcast.relay.source;

import org.jspecify.annotations.NullMarked;
