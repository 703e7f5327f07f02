/** Users' histories of calls, read from what the log wrote when each call was over. */
@NullMarked
package io.ringcast.calls.records;

import org.jspecify.annotations.NullMarked;
