/** Events on their way out: receivers, the HTTP client that distrusts them, and the threads that run deliveries. */
@NullMarked
package io.ringcast.events.webhook;

import org.jspecify.annotations.NullMarked;
