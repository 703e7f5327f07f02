/** The whole server, met by scripted clients over real sockets. */
@NullMarked
package io.ringcast.server.live;

import org.jspecify.annotations.NullMarked;
