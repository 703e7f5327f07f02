/** Links between hosts of two live rooms: who has asked whom, who shows whom; pure. */
@NullMarked
package io.ringcast.signaling.room.link;

import org.jspecify.annotations.NullMarked;
