/** What scripted peers send and what they make of what they receive. */
@NullMarked
package io.ringcast.client.media;

import org.jspecify.annotations.NullMarked;
