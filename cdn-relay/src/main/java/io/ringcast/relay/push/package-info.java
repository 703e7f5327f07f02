/** Pushes to other servers: where to, whether that is allowed, and what happens when a connection is lost. */
@NullMarked
package io.ringcast.relay.push;

import org.jspecify.annotations.NullMarked;
