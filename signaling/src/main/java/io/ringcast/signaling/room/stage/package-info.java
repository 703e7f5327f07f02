/** Who asks for a live room's stage and who is invited to it; pure. */
@NullMarked
package io.ringcast.signaling.room.stage;

import org.jspecify.annotations.NullMarked;
