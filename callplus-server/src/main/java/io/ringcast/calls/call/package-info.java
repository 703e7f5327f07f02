/** One call: who takes part, in which state, since when; pure. */
@NullMarked
package io.ringcast.calls.call;

import org.jspecify.annotations.NullMarked;
