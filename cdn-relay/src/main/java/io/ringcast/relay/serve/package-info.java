/** The doors of live streams on HTTP: FLV, and HLS with its low latency. */
@NullMarked
package io.ringcast.relay.serve;

import org.jspecify.annotations.NullMarked;
