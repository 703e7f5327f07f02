/** What is fetched or sent on behalf of somebody else: only from and to the public Internet, in bounded time and size. */
@NullMarked
package io.ringcast.events.outside;

import org.jspecify.annotations.NullMarked;
