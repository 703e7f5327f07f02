/** Sessions that one HTTP request asks for: a stream published (WHIP) or watched (WHEP). */
@NullMarked
package io.ringcast.signaling.session;

import org.jspecify.annotations.NullMarked;
