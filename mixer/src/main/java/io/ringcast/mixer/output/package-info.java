/** The mix as it leaves: RTP for rooms. */
@NullMarked
package io.ringcast.mixer.output;

import org.jspecify.annotations.NullMarked;
