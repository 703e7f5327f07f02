/** The switchboard of one app in the world: who asks it, what is written down, what is said then. */
@NullMarked
package io.ringcast.calls.exchange;

import org.jspecify.annotations.NullMarked;
