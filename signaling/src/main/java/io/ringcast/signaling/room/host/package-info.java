/** Where rooms live: one queue each, their timer, and the directory that finds them. */
@NullMarked
package io.ringcast.signaling.room.host;

import org.jspecify.annotations.NullMarked;
