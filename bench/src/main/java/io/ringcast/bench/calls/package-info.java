/** What calls cost: whole cycles of calls between two, in this process, with the log on a database and without one. */
@NullMarked
package io.ringcast.bench.calls;

import org.jspecify.annotations.NullMarked;
