/** A room without network, threads or clock, for what taps and feeds: whoever plays in it says what time it is. */
@NullMarked
package io.ringcast.client.stage;

import org.jspecify.annotations.NullMarked;
