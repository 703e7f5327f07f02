/** What a mix costs, beside FFmpeg's own way and beside its codecs alone. */
@NullMarked
package io.ringcast.bench.mixer;

import org.jspecify.annotations.NullMarked;
