/** What happened in rooms, told for good: the words, the log's port, and how the parts are put together. */
@NullMarked
package io.ringcast.events;

import org.jspecify.annotations.NullMarked;
