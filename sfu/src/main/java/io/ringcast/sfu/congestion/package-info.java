/** How much fits on a subscriber's path. */
@NullMarked
package io.ringcast.sfu.congestion;

import org.jspecify.annotations.NullMarked;
