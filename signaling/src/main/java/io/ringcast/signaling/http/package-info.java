/** What every HTTP door shares: problems, tokens, bodies, JSON; and the read-only view of rooms. */
@NullMarked
package io.ringcast.signaling.http;

import org.jspecify.annotations.NullMarked;
