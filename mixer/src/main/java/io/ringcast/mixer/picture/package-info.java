/** Pictures in native memory, how they come onto the canvas, and what is written over them. */
@NullMarked
package io.ringcast.mixer.picture;

import org.jspecify.annotations.NullMarked;
