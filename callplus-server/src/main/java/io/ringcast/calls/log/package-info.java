/** What happened to calls, written down before anybody is told, and read again by the next server. */
@NullMarked
package io.ringcast.calls.log;

import org.jspecify.annotations.NullMarked;
