/** The live streams of this process's rooms. */
@NullMarked
package io.ringcast.server.relay;

import org.jspecify.annotations.NullMarked;
