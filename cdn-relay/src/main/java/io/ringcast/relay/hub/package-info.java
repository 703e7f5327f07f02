/** One live stream in memory: its newest frames, and who reads them how far. */
@NullMarked
package io.ringcast.relay.hub;

import org.jspecify.annotations.NullMarked;
