/** Who is in which room and what they publish there; the rules, without a protocol. */
@NullMarked
package io.ringcast.signaling.room;

import org.jspecify.annotations.NullMarked;
