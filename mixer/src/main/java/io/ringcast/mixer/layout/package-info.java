/** Where each picture lies on the canvas: pure functions of what is asked and who is there. */
@NullMarked
package io.ringcast.mixer.layout;

import org.jspecify.annotations.NullMarked;
