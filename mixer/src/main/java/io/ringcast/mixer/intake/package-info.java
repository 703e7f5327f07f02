/** From a tap's packets to whole frames and when they are due: no thread, no clock, no decoder. */
@NullMarked
package io.ringcast.mixer.intake;

import org.jspecify.annotations.NullMarked;
