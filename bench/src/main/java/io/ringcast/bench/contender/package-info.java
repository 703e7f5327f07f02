/** Who can be measured: servers started as processes of their own, which the load generator's peers publish to and watch. */
@NullMarked
package io.ringcast.bench.contender;

import org.jspecify.annotations.NullMarked;
