/** A lossy userspace UDP path between a client and a server. */
@NullMarked
package io.ringcast.client.relay;

import org.jspecify.annotations.NullMarked;
