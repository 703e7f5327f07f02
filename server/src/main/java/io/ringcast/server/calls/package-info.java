/** Calls plugged into this server: their rooms are rooms here. */
@NullMarked
package io.ringcast.server.calls;

import org.jspecify.annotations.NullMarked;
