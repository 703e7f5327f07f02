/** A large audience of one live room: what its coming and going costs. */
@NullMarked
package io.ringcast.bench.audience;

import org.jspecify.annotations.NullMarked;
