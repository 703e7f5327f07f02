/** How one receiver gets its events: when what is sent, repeated, given up. Pure: told the time, it answers with effects. */
@NullMarked
package io.ringcast.events.delivery;

import org.jspecify.annotations.NullMarked;
