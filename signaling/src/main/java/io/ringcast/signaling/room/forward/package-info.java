/** Participants of one room shown in another, and taken there: what two rooms' queues say to each other. */
@NullMarked
package io.ringcast.signaling.room.forward;

import org.jspecify.annotations.NullMarked;
