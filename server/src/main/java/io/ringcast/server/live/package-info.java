/** The live streams of this process's rooms. */
@NullMarked
package io.ringcast.server.live;

import org.jspecify.annotations.NullMarked;
