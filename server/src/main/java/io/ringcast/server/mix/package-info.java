/** The mixer, plugged into the rooms. */
@NullMarked
package io.ringcast.server.mix;

import org.jspecify.annotations.NullMarked;
