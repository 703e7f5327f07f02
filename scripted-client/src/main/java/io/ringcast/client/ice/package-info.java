/** The controlling full agent of a scripted peer: connectivity checks and consent with ice4j's codec. */
@NullMarked
package io.ringcast.client.ice;

import org.jspecify.annotations.NullMarked;
