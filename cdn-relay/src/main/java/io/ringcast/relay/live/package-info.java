/** The live streams of a server: a thread for each, on which its source and its outlets work. */
@NullMarked
package io.ringcast.relay.live;

import org.jspecify.annotations.NullMarked;
