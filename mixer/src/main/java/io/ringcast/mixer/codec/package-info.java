/** Decoders and encoders: FFmpeg's libraries behind classes that bound what they take and free what they hold. */
@NullMarked
package io.ringcast.mixer.codec;

import org.jspecify.annotations.NullMarked;
