/** The edge of the media plane: loops, sockets, the system clock. */
@NullMarked
package io.ringcast.sfu.net;

import org.jspecify.annotations.NullMarked;
