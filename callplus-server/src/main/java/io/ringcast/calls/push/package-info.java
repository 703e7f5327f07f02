/** Devices that are not connected: where they are pushed to, and by whom. */
@NullMarked
package io.ringcast.calls.push;

import org.jspecify.annotations.NullMarked;
