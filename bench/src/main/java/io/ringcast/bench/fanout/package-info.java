/** One server measured under one load: who publishes and watches, what arrives and how late, what it costs the server. */
@NullMarked
package io.ringcast.bench.fanout;

import org.jspecify.annotations.NullMarked;
