/** One sound from many: buffers that hide how clocks drift, a sum, a limiter. Pure arithmetic on 48 kHz stereo. */
@NullMarked
package io.ringcast.mixer.audio;

import org.jspecify.annotations.NullMarked;
